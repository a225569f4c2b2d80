#include "sim/explain/explained_run.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

Json parse_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw InputError(path + ": cannot be read");
  Json json = Json::parse(file, nullptr, false);
  if (json.is_discarded()) throw InputError(path + ": is not JSON");
  return json;
}

/// A value that every file of statistics has.
const Json& member(const Json& json, const std::string& pointer, const std::string& path) {
  const Json::json_pointer place(pointer);
  if (!json.contains(place))
    throw InputError(path + ": has no " + pointer.substr(1) +
                     "; allowed: what drnn run --stats writes");
  return json.at(place);
}

std::uint64_t number(const Json& json, const std::string& pointer, const std::string& path) {
  const Json& value = member(json, pointer, path);
  if (!value.is_number_unsigned())
    throw InputError(path + ": " + pointer.substr(1) + " = " + value.dump() +
                     " must be an integer from 0");
  return value.get<std::uint64_t>();
}

CauseCycleCounts causes_of(const Json& json, const std::string& path) {
  CauseCycleCounts causes{};
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    causes[i] = number(json, "/account/" + std::string(kCycleCauses[i].name), path);
  const std::uint64_t total = number(json, "/cycles/total", path);
  if (sum(causes) != total)
    throw InputError(path + ": the causes of account add up to " + std::to_string(sum(causes)) +
                     ", not to cycles.total = " + std::to_string(total));
  return causes;
}

/// As an ini file would say it: sections, and names before what they reset.
Configuration configuration_of(const Json& config, const std::string& path) {
  std::string text, section;
  for (const auto& [name, entry] : config.items()) {
    if (!entry.is_object() || !entry.contains("value")) continue;
    const std::size_t dot = name.find('.');
    const std::string begun = name.substr(0, dot);
    if (dot == std::string::npos) continue;
    if (std::exchange(section, begun) != begun) text += "[" + begun + "]\n";
    const Json& value = entry["value"];
    text += name.substr(dot + 1) + " = " +
            (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
  }
  Configuration configuration;
  configuration.apply_ini(text, path + ": config");
  configuration.resolve();
  return configuration;
}

std::vector<int> layers_of(const Json& workload) {
  std::vector<int> layers;
  for (const char* source : {"network", "synthetic"}) {
    const Json::json_pointer place(std::string("/") + source + "/layers");
    if (!workload.contains(place) || !workload.at(place).is_array()) continue;
    for (const Json& size : workload.at(place))
      if (size.is_number_integer()) layers.push_back(size.get<int>());
    break;
  }
  return layers;
}

std::string workload_text(const Json& workload) {
  if (workload.contains("synthetic") && !workload["synthetic"].is_null()) return "synthetic";
  const Json::json_pointer place("/network/file");
  return workload.contains(place) && workload.at(place).is_string()
             ? workload.at(place).get<std::string>()
             : "unnamed";
}

ExplainedRun explained(const Json& json, const std::string& path) {
  const Json& workload = member(json, "/workload", path);
  ExplainedRun run;
  run.workload = workload_text(workload);
  run.configuration = configuration_of(member(json, "/config", path), path);
  run.layers = layers_of(workload);
  run.whole = {number(json, "/steps", path), number(json, "/columns/issued", path),
               causes_of(json, path)};
  return run;
}

}  // namespace

std::vector<ExplainedRun> explained_runs(const std::string& path) {
  const Json json = parse_file(path);
  if (!json.contains("runs")) return {explained(json, path)};
  std::vector<ExplainedRun> runs;
  for (const Json& run : json["runs"]) runs.push_back(explained(run, path));
  if (runs.empty()) throw InputError(path + ": has no runs");
  return runs;
}

}  // namespace drnn
