#include "model/config/configuration.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "model/config/cross_checks.hpp"
#include "model/config/errors.hpp"
#include "model/config/ini_file.hpp"
#include "model/config/nearest_name.hpp"
#include "model/config/presets.hpp"
#include "model/config/value_text.hpp"

namespace drnn {

namespace {

constexpr const char* kTheta = "theta";

/// The kind's known names of the form in which `key` is written: with section or without.
std::vector<std::string> known_names_like(const std::string& key, AcceleratorKind kind) {
  const bool full = key.find('.') != std::string::npos;
  std::vector<std::string> names{full ? std::string("delta.") + kTheta : kTheta};
  for (const Declaration& d : declarations())
    if (d.belongs_to(kind)) names.push_back(full ? d.name : d.key());
  return names;
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || std::filesystem::is_directory(path)) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The alias of both thresholds.
bool is_theta(const std::string& key) {
  return key == kTheta || key == std::string("delta.") + kTheta;
}

std::string in_quotes(const std::string& text) {
  return "'" + text + "'";
}

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& preset : presets()) names.emplace_back(preset.name);
  return names;
}

Configuration::Configuration() : parameters_(default_parameters(AcceleratorKind::drnn)) {}

void Configuration::apply_preset(const std::string& name) {
  for (const Preset& preset : presets()) {
    if (preset.name != name) continue;
    apply_ini(std::string(preset.ini), "preset " + name);
    return;
  }
  std::string allowed;
  for (const std::string& known : preset_names()) allowed += (allowed.empty() ? "" : ", ") + known;
  faults_.push_back("--preset: unknown preset " + in_quotes(name) + "; allowed: " + allowed);
}

void Configuration::apply_file(const std::string& path) {
  if (const auto text = read_text(path))
    apply_ini(*text, path);
  else
    faults_.push_back(path + ": cannot be read as a configuration file");
}

void Configuration::apply_ini(const std::string& text, const std::string& name) {
  std::vector<Assignment> assignments;
  const IniFile file = read_ini(text, name);
  faults_.insert(faults_.end(), file.faults.begin(), file.faults.end());
  for (const IniEntry& entry : file.entries)
    assignments.push_back({entry.key, entry.value, name + ":" + std::to_string(entry.line)});
  apply_source(assignments);
}

void Configuration::apply_assignment(const std::string& assignment, const std::string& origin) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos) {
    faults_.push_back(origin + ": " + in_quotes(assignment) + " must be key=value");
    return;
  }
  apply(assignment.substr(0, equals), assignment.substr(equals + 1), origin);
}

void Configuration::apply(const std::string& key, const std::string& value,
                          const std::string& origin) {
  apply_source({{key, value, origin}});
}

void Configuration::apply_source(const std::vector<Assignment>& assignments) {
  std::vector<Assignment> ordered = assignments;
  const auto begin_with = [&](auto from, const std::string& section, const std::string& key) {
    return std::stable_partition(from, ordered.end(), [&](const Assignment& a) {
      return a.key == key || a.key == section + "." + key;
    });
  };
  begin_with(begin_with(ordered.begin(), "accelerator", "kind"), "numeric", "profile");
  std::map<std::string, std::string> set_by;  // name -> key as written
  for (const Assignment& a : ordered) {
    const std::vector<const Declaration*> found = find(a.key);
    for (const Declaration* d : found) {
      const auto [first, added] = set_by.emplace(d->name, a.key);
      if (!added)
        faults_.push_back(a.where + ": " + in_quotes(a.key) + " and " + in_quotes(first->second) +
                          " both set " + d->name);
    }
    assign(a, found);
  }
}

std::vector<const Declaration*> Configuration::find(const std::string& key) {
  if (is_theta(key)) return {find_declaration("delta.theta_x"), find_declaration("delta.theta_h")};
  std::vector<const Declaration*> found, of_another_kind;
  for (const Declaration& d : declarations())
    if (d.name == key || d.has_key(key))
      (d.belongs_to(kind()) ? found : of_another_kind).push_back(&d);
  return found.empty() ? of_another_kind : found;
}

void Configuration::assign(const Assignment& a, const std::vector<const Declaration*>& found) {
  if (found.empty()) {
    faults_.push_back(a.where + ": unknown key " + in_quotes(a.key) + "; the nearest known is " +
                      in_quotes(nearest_name(a.key, known_names_like(a.key, kind()))));
    return;
  }
  if (!found.front()->belongs_to(kind())) {
    faults_.push_back(a.where + ": accelerator.kind = " + std::string(to_string(kind())) +
                      " has no parameter " + in_quotes(a.key) + "; " +
                      std::string(to_string(*found.front()->only)) + " has");
    return;
  }
  if (found.size() > 1 && !is_theta(a.key)) {
    std::string names;
    for (const Declaration* d : found) names += (names.empty() ? "" : " or ") + d->name;
    faults_.push_back(a.where + ": key " + in_quotes(a.key) + " is ambiguous: " + names);
    return;
  }
  for (const Declaration* d : found) {
    if (!d->set(parameters_, a.value)) {
      faults_.push_back(a.where + ": " + a.key + " = " + in_quotes(a.value) + ": allowed is " +
                        d->allowed + (d->unit.empty() ? "" : " (" + d->unit + ")"));
      return;
    }
  }
}

void Configuration::resolve() const {
  std::vector<std::string> faults = faults_;
  if (faults.empty()) faults = cross_faults(parameters_);
  if (faults.empty()) return;
  std::string text;
  for (const std::string& fault : faults) text += (text.empty() ? "" : "\n") + fault;
  throw InputError(text);
}

ThetaEffective Configuration::theta_effective() const {
  const FixedFormat& format = parameters_.numeric.activation;
  ThetaEffective theta;
  theta.x_raw = static_cast<std::int32_t>(quantise(parameters_.delta.theta_x, format).value_or(0));
  theta.h_raw = static_cast<std::int32_t>(quantise(parameters_.delta.theta_h, format).value_or(0));
  theta.x = to_real(theta.x_raw, format);
  theta.h = to_real(theta.h_raw, format);
  return theta;
}

Parameters Configuration::documented() const {
  Parameters values = default_parameters(kind());
  values.numeric = numeric_profile(parameters_.numeric_profile_name);
  return values;
}

Origin Configuration::provenance(const Declaration& d, const Parameters& documented) const {
  const std::string value = d.get(documented);
  if (d.get(parameters_) == value) return d.origin(kind());
  return {Tag::unconfirmed, "chosen by the user; the documented value is " + value};
}

std::vector<const Declaration*> Configuration::declared() const {
  std::vector<const Declaration*> result;
  for (const Declaration& d : declarations())
    if (d.belongs_to(kind())) result.push_back(&d);
  return result;
}

std::string Configuration::to_ini() const {
  const Parameters reference = documented();
  std::string text, section;
  for (const Declaration* declaration : declared()) {
    const Declaration& d = *declaration;
    if (d.section() != section) {
      section = d.section();
      text += (text.empty() ? "[" : "\n[") + section + "]\n";
    }
    const auto [tag, source] = provenance(d, reference);
    text += "# " + d.help + " (" + (d.unit.empty() ? "" : d.unit + ", ") + d.allowed + ")\n# [" +
            std::string(to_string(tag)) + "] " + source + "\n" + d.key() + " = " +
            d.get(parameters_) + "\n";
  }
  return text;
}

std::string Configuration::to_markdown() const {
  const Parameters defaults = default_parameters(kind());
  std::string text =
      "| parameter | default | unit | allowed | tag | what it is | why this default |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Declaration* d : declared()) {
    const auto [tag, source] = d->origin(kind());
    text += "| `" + d->name + "` | " + d->get(defaults) + " | " + d->unit + " | " + d->allowed +
            " | " + std::string(to_string(tag)) + " | " + d->help + " | " + source + " |\n";
  }
  return text;
}

std::string Configuration::to_text() const {
  const Parameters reference = documented();
  std::string text;
  for (const Declaration* declaration : declared()) {
    const Declaration& d = *declaration;
    const auto [tag, source] = provenance(d, reference);
    std::string line = d.name + " = " + d.get(parameters_);
    line.resize(std::max<std::size_t>(line.size(), 42), ' ');
    text += line + " " + (d.unit.empty() ? "" : d.unit + ", ") + d.allowed + " [" +
            std::string(to_string(tag)) + "]\n    " + d.help + "; " + source + "\n";
  }
  return text;
}

nlohmann::ordered_json Configuration::to_json() const {
  const Parameters reference = documented();
  return json_of([&](const Declaration& d) -> nlohmann::ordered_json {
    const auto [tag, source] = provenance(d, reference);
    return {
        {"value", json_value(d)}, {"unit", d.unit}, {"tag", to_string(tag)}, {"source", source}};
  });
}

nlohmann::ordered_json Configuration::values_json() const {
  return json_of([&](const Declaration& d) { return json_value(d); });
}

/// Numbers as numbers, names as strings: true, 5 and 0.25 parse as JSON, other values do not.
nlohmann::ordered_json Configuration::json_value(const Declaration& d) const {
  const std::string text = d.get(parameters_);
  nlohmann::ordered_json value = nlohmann::ordered_json::parse(text, nullptr, false);
  return value.is_discarded() ? nlohmann::ordered_json(text) : value;
}

nlohmann::ordered_json Configuration::json_of(
    const std::function<nlohmann::ordered_json(const Declaration&)>& entry) const {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  // Names differ, so that none need be looked for.
  auto& entries = json.get_ref<nlohmann::ordered_json::object_t&>();
  for (const Declaration* d : declared()) entries.push_back({d->name, entry(*d)});
  const ThetaEffective theta = theta_effective();
  json["theta_effective"] = {{"theta_x", theta.x}, {"theta_h", theta.h}};
  return json;
}

}  // namespace drnn
