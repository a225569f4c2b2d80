#include "sim/sweep/sweep_identity.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/arith/hash.hpp"
#include "sim/default_workload.hpp"
#include "sim/energy_model.hpp"
#include "sim/formats/input_list.hpp"
#include "sim/formats/npy.hpp"
#include "sim/formats/onnx_reader.hpp"
#include "sim/formats/synthetic.hpp"
#include "sim/formats/text.hpp"
#include "sim/formats/workload.hpp"
#include "sim/version.hpp"
#include "sim/workload_files.hpp"
#include "sim/workload_scoring.hpp"

namespace drnn {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Paths = std::vector<fs::path>;

void check_files(const WorkloadOptions& options, WorkloadFiles& files) {
  const FloatNetwork network = read_onnx(files.network, nullptr);
  files.expand();
  std::vector<std::uint64_t> steps;
  for (const fs::path& path : files.inputs) {
    FeatureFile file(path, network.layers.front().inputs);
    const std::int64_t used = std::min(file.steps(), options.steps.value_or(file.steps()));
    for_each_part(file, used, [](const FeatureArray&) {});
    steps.push_back(static_cast<std::uint64_t>(used));
  }
  make_scoring(options, files, network, steps);
}

/// The default workload is another for another kind or bias path; all of it counts.
void add_default_files(Paths& paths) {
  const fs::path folder = default_workload_folder();
  Paths found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  paths.insert(paths.end(), found.begin(), found.end());
}

Paths workload_paths(const WorkloadOptions& options, const WorkloadFiles& files) {
  Paths paths{files.network};
  paths.insert(paths.end(), files.inputs.begin(), files.inputs.end());
  if (files.labels) paths.push_back(*files.labels);
  if (options.targets)
    for (const fs::path& target : expand_inputs({*options.targets})) paths.push_back(target);
  if (!options.network) add_default_files(paths);
  return paths;
}

Json optional_json(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// What decides the points besides configuration and files.
Json options_json(const SweepOptions& options) {
  const Json metric = options.metric ? Json(to_string(*options.metric)) : Json(nullptr);
  const Json synthetic =
      options.synthetic ? Json(to_string(parse_synthetic(*options.synthetic))) : Json(nullptr);
  return {{"reference_theta0", options.reference_theta0},
          {"synthetic", synthetic},
          {"steps", optional_json(options.steps)},
          {"metric", metric},
          {"blank", optional_json(options.blank)}};
}

/// A table that is a file counts with its content.
Json table_json(const std::string& name) {
  if (!fs::is_regular_file(name)) return name;
  return hash_files({name});
}

Json energy_json(const EnergyOptions& energy) {
  return {{"table", table_json(energy.table)},
          {"ddr_table", table_json(energy.ddr_table)},
          {"set", energy.assignments},
          {"scale", energy.scale ? Json(*energy.scale) : Json(nullptr)},
          {"frame_ms", energy.frame_ms ? Json(*energy.frame_ms) : Json(nullptr)}};
}

/// Every parameter's value.
Json configuration_json(const Configuration& base) {
  const Json all = base.to_json();
  Json json = Json::object();
  for (const auto& [name, entry] : all.items())
    if (entry.contains("value")) json[name] = entry["value"];
  return json;
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// "a/b/" and "a/b" are the file or folder b.
std::string file_name(const std::string& path) {
  const fs::path plain = fs::path(path).lexically_normal();
  return (plain.has_filename() ? plain : plain.parent_path()).filename().string();
}

}  // namespace

std::string checked_workload_hash(const SweepOptions& options, const Configuration& base) {
  Fnv1a hash;
  const std::string what = options_json(options).dump();
  hash.add_bytes(what.data(), what.size());
  if (options.synthetic) return hash.hex();
  WorkloadFiles files = workload_files(options, base.parameters());
  check_files(options, files);
  const std::string content = hash_files(workload_paths(options, files));
  hash.add_bytes(content.data(), content.size());
  return hash.hex();
}

SweepMeta sweep_meta(const SweepOptions& options, const Configuration& base,
                     const std::string& workload_hash) {
  SweepMeta meta{{"schema", "1"},
                 {"version", kVersion},
                 {"workload", workload_hash},
                 {"grid", options.grid.to_json().dump()},
                 {"configuration", configuration_json(base).dump()},
                 {"options", options_json(options).dump()},
                 {"energy", energy_json(options.energy).dump()}};
  if (!options.excluding_text.empty())
    meta.emplace_back("require", Json(options.excluding_text).dump());
  if (options.shard)
    meta.emplace_back(
        "shard", std::to_string(options.shard->index) + "/" + std::to_string(options.shard->count));
  return meta;
}

std::string without_folders(std::string message, const SweepOptions& options) {
  std::vector<std::string> paths = options.inputs;
  for (const auto& path : {options.network, options.labels, options.targets})
    if (path) paths.push_back(*path);
  for (const std::string& path : paths) replace_all(message, path, file_name(path));
  if (!options.network && !options.synthetic)
    replace_all(message, default_workload_folder().string(), "traces/digits");
  return message;
}

}  // namespace drnn
