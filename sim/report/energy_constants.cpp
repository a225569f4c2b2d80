#include "sim/report/energy_constants.hpp"

#include "model/stats/energy_table.hpp"
#include "tlm/ddr/ddr_device.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

void add_ranges(const EnergyTable& table, Json& constants) {
  for (const EnergyEntry& e : table.entries())
    if (e.range)
      constants[e.key] = {{"value", e.value},    {"unit", e.unit},        {"tag", to_string(e.tag)},
                          {"low", e.range->low}, {"high", e.range->high}, {"source", e.source}};
}

void add_table(const std::string& name, const std::vector<EnergyTableFile>& files,
               const std::vector<EnergyKey>& keys, Json& constants) {
  for (const EnergyTableFile& file : files)
    if (file.name == name)
      add_ranges(read_energy_table(std::string(file.ini), name, name, keys), constants);
}

std::vector<EnergyKey> all_ddr_keys() {
  std::vector<EnergyKey> keys;
  for (const std::string& device : ddr_device_names())
    for (const EnergyKey& key : ddr_energy_keys(device)) keys.push_back(key);
  return keys;
}

}  // namespace

Json energy_constants(const SweepMeta& meta) {
  Json constants = Json::object();
  for (const auto& [name, text] : meta) {
    const Json energy = name == "energy" ? Json::parse(text, nullptr, false) : Json();
    if (!energy.is_object()) continue;
    add_table(energy.value("table", ""), on_chip_energy_files(), energy_keys(), constants);
    add_table(energy.value("ddr_table", ""), ddr_energy_files(), all_ddr_keys(), constants);
  }
  return constants;
}

}  // namespace drnn
