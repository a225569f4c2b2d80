#include "sim/sweep/result_columns.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <utility>

#include "model/config/declarations.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSections[] = {
    "point",          "status",  "message",   "axis",    "cycles",  "steps",    "time_s",
    "throughput",     "speedup", "sparsity",  "columns", "memory",  "ddr",      "ports",
    "host_interface", "energy",  "resources", "stalls",  "account", "accuracy", "fidelity",
    "quantisation",   "config",  "workload",  "host"};

const std::set<std::string>& left_out() {
  static const std::set<std::string> names{"schema",
                                           "energy.table",
                                           "energy.published",
                                           "resources.published",
                                           "workload.network.file",
                                           "workload.inputs.files"};
  return names;
}

bool is_parameter(const Json& value) {
  return value.is_object() && value.contains("value") && value.contains("tag");
}

/// Keys are new, so that none need be looked for: that would take longer than the rest.
void add(Json& flat, const std::string& name, const Json& value) {
  flat.get_ref<Json::object_t&>().push_back({name, value});
}

void flatten(const std::string& name, const Json& value, Json& flat) {
  if (value.is_array() || left_out().count(name) > 0) return;
  if (is_parameter(value)) {
    add(flat, name, value["value"]);
  } else if (value.is_object()) {
    for (const auto& [key, inner] : value.items())
      flatten(name.empty() ? key : name + "." + key, inner, flat);
  } else {
    add(flat, name, value);
  }
}

std::size_t section_rank(const std::string& name) {
  const std::string section = name.substr(0, name.find('.'));
  return static_cast<std::size_t>(std::find(std::begin(kSections), std::end(kSections), section) -
                                  std::begin(kSections));
}

/// Of a parameter its place among the declarations, of everything else one behind them.
std::size_t parameter_rank(const std::string& name) {
  constexpr std::size_t kPrefix = 7;  // "config."
  const auto& list = declarations();
  if (name.compare(0, kPrefix, "config.") != 0) return list.size();
  const Declaration* declaration = find_declaration(name.substr(kPrefix));
  return declaration == nullptr ? list.size() : static_cast<std::size_t>(declaration - list.data());
}

auto sort_key(const std::string& name) {
  return std::make_tuple(section_rank(name), parameter_rank(name), name);
}

}  // namespace

Json flattened(const Json& statistics) {
  Json flat = Json::object();
  flatten("", statistics, flat);
  return flat;
}

void append(Json& row, Json more) {
  auto& entries = row.get_ref<Json::object_t&>();
  // Not through operator[], which would look for each.
  for (auto& entry : more.get_ref<Json::object_t&>())
    entries.push_back({entry.first, std::move(entry.second)});
}

bool column_less(const std::string& a, const std::string& b) {
  return sort_key(a) < sort_key(b);
}

std::vector<std::string> in_column_order(const std::vector<std::string>& columns) {
  // A key takes longer than a comparison.
  std::vector<decltype(sort_key(""))> keys;
  for (const std::string& name : columns) keys.push_back(sort_key(name));
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> ordered;
  for (auto& key : keys) ordered.push_back(std::move(std::get<std::string>(key)));
  return ordered;
}

}  // namespace drnn
