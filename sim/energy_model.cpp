#include "sim/energy_model.hpp"

#include <filesystem>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"
#include "tlm/ddr/ddr_device.hpp"

namespace drnn {

namespace {

struct TableText {
  std::string name;
  std::string file;  ///< as messages name it
  std::string ini;
};

/// A built-in table of that name, or else the file.
TableText find_table(const std::string& wanted, const std::vector<EnergyTableFile>& built_in,
                     const char* option) {
  std::string names;
  for (const EnergyTableFile& file : built_in) {
    const std::string name(file.name);
    if (name == wanted) return {name, "configs/energy/" + name + ".ini", std::string(file.ini)};
    names += name + ", ";
  }
  if (!std::filesystem::exists(wanted))
    throw InputError(std::string(option) + " " + wanted + ": no such table; allowed: " + names +
                     "or a file");
  return {wanted, wanted, read_bytes(wanted)};
}

EnergyTable on_chip_table(const std::string& wanted) {
  const TableText text = find_table(wanted, on_chip_energy_files(), "--energy-table");
  return read_energy_table(text.ini, text.name, text.file, energy_keys());
}

EnergyTable ddr_table(const std::string& wanted, const std::string& device) {
  const TableText text = find_table(wanted, ddr_energy_files(), "--ddr-energy-table");
  std::vector<EnergyKey> known;
  for (const std::string& name : ddr_device_names())
    for (const EnergyKey& key : ddr_energy_keys(name)) known.push_back(key);
  return read_energy_table(text.ini, text.name, text.file, ddr_energy_keys(device), known);
}

DdrEnergyTimings energy_timings(const std::string& name) {
  const DdrDevice device = ddr_device(name);
  const auto ps = [&](int clocks) { return static_cast<std::uint64_t>(clocks) * device.tck_ps; };
  const DdrTiming& t = device.timing;
  return {ps(t.tras), ps(t.trc), ps(t.trfc), ps(DdrTiming::kBurstClocks)};
}

void assign(EnergyPrices& prices, const std::string& assignment) {
  const std::string option = "--energy-set";
  const std::size_t at = assignment.find('=');
  if (at == std::string::npos)
    throw InputError(option + ": '" + assignment + "' must be key=value");
  const std::string key = assignment.substr(0, at), value = assignment.substr(at + 1);
  (prices.ddr.find(key) ? prices.ddr : prices.on_chip).assign(key, value, option);
}

}  // namespace

std::optional<double> EnergyReport::input_second_j() const {
  if (!frame_ms) return std::nullopt;
  return step_j() * 1000 / *frame_ms;
}

std::optional<double> EnergyReport::input_second_waiting_j() const {
  if (!frame_ms) return std::nullopt;
  const double busy_s = energy.time_s / static_cast<double>(steps) * 1000 / *frame_ms;
  if (busy_s > 1) return std::nullopt;
  return *input_second_j() + (1 - busy_s) * energy.standing_w();
}

EnergyModel::EnergyModel(const EnergyOptions& options, const Parameters& p)
    : options_(options),
      parameters_(p),
      prices_{on_chip_table(options.table), ddr_table(options.ddr_table, p.ddr.device),
              p.ddr.device, energy_timings(p.ddr.device), options.scale.value_or(1)} {
  for (const std::string& assignment : options.assignments) assign(prices_, assignment);
}

EnergyModel EnergyModel::for_design(const Parameters& p) const {
  if (p.ddr.device != parameters_.ddr.device) return EnergyModel(options_, p);
  EnergyModel model = *this;
  model.parameters_ = p;
  return model;
}

EnergyReport EnergyModel::report(const RunStatistics& run, const std::vector<LayerSize>& layers,
                                 const Resources& resources, std::int64_t operations_per_step) {
  const AccessCounts counts = count_accesses(run, parameters_, layers, resources);
  EnergyPrices unscaled = prices_;
  unscaled.scale = 1;
  if (options_.calibrate_w && !calibrated_) {
    prices_ = calibrated(counts, unscaled, *options_.calibrate_w);
    calibrated_ = true;
  }
  EnergyReport r{counts, prices_, energy_of(counts, prices_)};
  r.sensitivities = sensitivity_of(counts, unscaled);
  if (prices_.scale == 1) r.range = power_range(counts, unscaled, r.sensitivities);
  r.calibrated_to_w = options_.calibrate_w;
  r.frame_ms = options_.frame_ms;
  r.kind = parameters_.accelerator.kind;
  r.steps = run.steps;
  r.operations = static_cast<double>(operations_per_step) * static_cast<double>(run.steps);
  return r;
}

}  // namespace drnn
