#include "sim/formats/conformance_case.hpp"

#include <algorithm>
#include <numeric>

#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/config/errors.hpp"
#include "sim/formats/conformance_config.hpp"
#include "sim/formats/conformance_text.hpp"

namespace drnn {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kConfigSuffix = "_config.csv";
constexpr int kActivationDigits = 4;
constexpr int kWeightDigits = 2;

bool is_config(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() > kConfigSuffix.size() &&
         name.compare(name.size() - kConfigSuffix.size(), kConfigSuffix.size(), kConfigSuffix) == 0;
}

/// Beats of weights: a column of 3H bytes for the bias and for each x and h.
std::size_t weight_beats(const ConformanceCase& c) {
  std::size_t bytes = 0;
  for (const LayerShape& layer : edge_shape(c.sizes))
    bytes += static_cast<std::size_t>(3 * layer.hidden * (1 + layer.inputs + layer.hidden));
  return bytes / static_cast<std::size_t>(c.num_pe);
}

std::vector<RecordedStep> read_steps(const fs::path& path, std::size_t steps) {
  const auto rows = read_integer_rows(
      path,
      "step,first_input_cycle,last_input_cycle,first_output_cycle,last_output_cycle,"
      "columns_fetched_total,weight_beats_total");
  if (rows.size() != steps)
    throw InputError(path.string() + ": " + std::to_string(rows.size()) +
                     " steps; allowed: " + std::to_string(steps) + ", as the configuration says");
  std::vector<RecordedStep> result;
  for (const IntegerRow& row : rows) {
    const auto& v = row.values;
    if (v[0] != static_cast<std::int64_t>(result.size()))
      fail_at(path, row.line,
              "step " + std::to_string(v[0]) + "; allowed: " + std::to_string(result.size()));
    result.push_back({v[1], v[2], v[3], v[4], v[5], v[6]});
  }
  return result;
}

std::vector<RecordedFetch> read_fetches(const fs::path& path) {
  std::vector<RecordedFetch> result;
  for (const IntegerRow& row : read_integer_rows(path, "cycle,byte_address"))
    result.push_back({row.values[0], row.values[1]});
  return result;
}

void check_beats(const fs::path& path, std::size_t words, int num_pe, std::size_t expected,
                 bool more_allowed) {
  const std::size_t beats = words / static_cast<std::size_t>(num_pe);
  if (beats == expected || (more_allowed && beats > expected)) return;
  throw InputError(path.string() + ": " + std::to_string(beats) +
                   " beats; allowed: " + std::to_string(expected) +
                   (more_allowed ? " or more" : "") + " for these sizes and steps");
}

}  // namespace

std::vector<fs::path> conformance_configs(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) throw InputError("cannot read " + folder.string() + ": " + error.message());
  std::vector<fs::path> configs;
  for (const fs::directory_entry& entry : entries)
    if (is_config(entry.path())) configs.push_back(entry.path());
  if (configs.empty())
    throw InputError(folder.string() + ": no case; each needs a NAME" + std::string(kConfigSuffix));
  std::sort(configs.begin(), configs.end());
  return configs;
}

ConformanceCase read_conformance_case(const fs::path& config) {
  const std::string file = config.filename().string();
  ConformanceCase c;
  c.name = file.substr(0, file.size() - kConfigSuffix.size());
  const auto named = [&](const std::string& suffix) {
    return config.parent_path() / (c.name + suffix);
  };
  const ConformanceFiles files = read_conformance_config(config, c);
  c.inputs = read_hex_beats(files.stim, c.num_pe, kActivationDigits);
  c.weights = read_hex_beats(files.params, c.num_pe, kWeightDigits);
  c.outputs = read_hex_beats(named("_out.hex"), c.num_pe, kActivationDigits);
  const auto per_beat = static_cast<std::size_t>(c.num_pe);
  const std::size_t in = static_cast<std::size_t>(c.sizes.front()) / per_beat;
  const std::size_t out = static_cast<std::size_t>(c.sizes.back()) / per_beat;
  check_beats(files.stim, c.inputs.size(), c.num_pe, c.steps * in, true);
  check_beats(files.params, c.weights.size(), c.num_pe, weight_beats(c), false);
  check_beats(named("_out.hex"), c.outputs.size(), c.num_pe, c.steps * out, false);
  c.recorded_steps = read_steps(named("_steps.csv"), c.steps);
  c.recorded_fetches = read_fetches(named("_fetches.csv"));
  return c;
}

}  // namespace drnn
