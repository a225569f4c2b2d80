#pragma once

#include <stdexcept>
#include <string>

#include "model/stats/energy.hpp"

namespace drnn::test {

/// A built-in table by name.
inline EnergyTable built_in(const std::string& name) {
  for (const EnergyTableFile& file : on_chip_energy_files())
    if (file.name == name)
      return read_energy_table(std::string(file.ini), name, name, energy_keys());
  throw std::out_of_range(name);
}

/// The currents of one device.
inline EnergyTable currents(const std::string& device) {
  std::vector<EnergyKey> known;
  for (const char* speed : {"800", "1066", "1333"})
    for (const char* density : {"1gb", "2gb", "4gb"})
      for (const EnergyKey& key :
           ddr_energy_keys(std::string("ddr3-") + speed + "-" + density + "-x16"))
        known.push_back(key);
  const EnergyTableFile& file = ddr_energy_files().front();
  return read_energy_table(std::string(file.ini), "ddr3-idd", "ddr3-idd", ddr_energy_keys(device),
                           known);
}

constexpr const char* kDevice = "ddr3-1066-1gb-x16";

/// DDR3-1066F of 1 Gb, in clocks of 1.875 ns: tRAS 20, tRC 27, tRFC 59, four of data.
constexpr DdrEnergyTimings kTimings{20 * 1875, 27 * 1875, 59 * 1875, 4 * 1875};

inline EnergyPrices prices(const std::string& table) {
  return {built_in(table), currents(kDevice), kDevice, kTimings, 1};
}

}  // namespace drnn::test
