#include "model/stats/ddr_energy.hpp"

namespace drnn {

namespace {

constexpr double kMilli = 1e-3;
constexpr double kPicosecond = 1e-12;
constexpr double kReadPins = 16 + 2;       // data and a strobe a byte [P: as DRAMPower counts them]
constexpr double kWritePins = 16 + 2 + 2;  // and a mask a byte [likewise]

}  // namespace

DdrChipEnergy ddr_chip_energy(const EnergyTable& table, const std::string& device,
                              const DdrEnergyTimings& t) {
  const auto value = [&](const char* key) { return table[device + "." + key]; };
  const double volts = value("vdd");
  const auto watts = [&](const char* key) { return volts * value(key) * kMilli; };
  const auto seconds = [](std::uint64_t ps) { return static_cast<double>(ps) * kPicosecond; };
  const double active = watts("idd3n"), precharged = watts("idd2n");
  const double burst = seconds(t.burst_ps);
  DdrChipEnergy e;
  e.activate_j = watts("idd0") * seconds(t.trc_ps) - active * seconds(t.tras_ps) -
                 precharged * seconds(t.trc_ps - t.tras_ps);
  e.read_j = (watts("idd4r") - active) * burst;
  e.write_j = (watts("idd4w") - active) * burst;
  e.read_io_j = value("read_io") * kMilli * kReadPins * burst;
  e.write_io_j = value("write_io") * kMilli * kWritePins * burst;
  e.refresh_j = (watts("idd5") - active) * seconds(t.trfc_ps);
  e.refresh_standby_j = (active - precharged) * seconds(t.trfc_ps);
  e.active_w = active;
  e.precharged_w = precharged;
  return e;
}

}  // namespace drnn
