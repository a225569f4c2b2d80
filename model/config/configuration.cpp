#include "model/config/configuration.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "model/config/errors.hpp"
#include "model/config/ini_file.hpp"
#include "model/config/nearest_name.hpp"
#include "model/config/presets.hpp"
#include "model/config/value_text.hpp"

namespace drnn {

namespace {

constexpr const char* kTheta = "theta";

/// The known names of the form in which `key` is written: with section or without.
std::vector<std::string> known_names_like(const std::string& key) {
  const bool full = key.find('.') != std::string::npos;
  std::vector<std::string> names{full ? std::string("delta.") + kTheta : kTheta};
  for (const Declaration& d : declarations()) names.push_back(full ? d.name : d.key());
  return names;
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || std::filesystem::is_directory(path)) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
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

Configuration::Configuration() {
  parameters_.numeric = numeric_profile("drnn");
}

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
  std::stable_partition(ordered.begin(), ordered.end(), [](const Assignment& a) {
    return a.key == "numeric.profile" || a.key == "profile";
  });
  std::map<std::string, std::string> set_by;  // name -> key as written
  for (const Assignment& a : ordered) {
    for (const Declaration* d : find(a)) {
      const auto [first, added] = set_by.emplace(d->name, a.key);
      if (!added)
        faults_.push_back(a.where + ": " + in_quotes(a.key) + " and " + in_quotes(first->second) +
                          " both set " + d->name);
    }
    assign(a);
  }
}

std::vector<const Declaration*> Configuration::find(const Assignment& assignment) {
  const std::string& key = assignment.key;
  if (key == kTheta || key == std::string("delta.") + kTheta)
    return {find_declaration("delta.theta_x"), find_declaration("delta.theta_h")};
  std::vector<const Declaration*> found;
  for (const Declaration& d : declarations())
    if (d.name == key || d.key() == key) found.push_back(&d);
  return found;
}

void Configuration::assign(const Assignment& a) {
  const std::vector<const Declaration*> found = find(a);
  const bool alias = a.key == kTheta || a.key == std::string("delta.") + kTheta;
  if (found.empty()) {
    faults_.push_back(a.where + ": unknown key " + in_quotes(a.key) + "; the nearest known is " +
                      in_quotes(nearest_name(a.key, known_names_like(a.key))));
    return;
  }
  if (found.size() > 1 && !alias) {
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

std::vector<std::string> Configuration::cross_faults() const {
  const Parameters& p = parameters_;
  std::vector<std::string> faults;
  const auto require = [&](bool holds, const std::string& fault) {
    if (!holds) faults.push_back(fault);
  };
  const auto words = [&](int depth, int ports) {
    return std::int64_t{depth} * ports * p.dma.port_bits / p.numeric.activation.bits;
  };
  require(words(p.dma.input_fifo_words, p.dma.input_ports) >= p.delta.lanes,
          "dma.input_fifo_words = " + number_text(p.dma.input_fifo_words) + " holds " +
              number_text(words(p.dma.input_fifo_words, p.dma.input_ports)) +
              " elements, fewer than a scan window: delta.lanes = " + number_text(p.delta.lanes));
  require(words(p.dma.output_fifo_words, p.dma.output_ports) >= p.activation.lanes,
          "dma.output_fifo_words = " + number_text(p.dma.output_fifo_words) + " holds " +
              number_text(words(p.dma.output_fifo_words, p.dma.output_ports)) +
              " words, fewer than a group: activation.lanes = " + number_text(p.activation.lanes));
  const std::int64_t output_beat =
      std::int64_t{p.dma.output_ports} * p.dma.port_bits / p.numeric.activation.bits;
  require(words(p.dma.output_fifo_words, p.dma.output_ports) >= output_beat,
          "dma.output_fifo_words: must hold a beat");
  require(p.accelerator.kind == AcceleratorKind::drnn || !p.quantisation.scale,
          "numeric.scale = power_of_two: edgedrnn has no register for scales; allowed: none");
  const NumericProfile& n = p.numeric;
  require(n.accumulator_overflow == Overflow::wrap || p.delta.scanners == 1,
          "numeric.accumulator_overflow = saturate: the order of columns decides the sums, so "
          "delta.scanners must be 1");
  require(n.weight.frac_bits < n.weight.bits,
          "numeric.weight_frac_bits = " + number_text(n.weight.frac_bits) +
              " must be below numeric.weight_bits = " + number_text(n.weight.bits));
  require(n.bias.frac_bits < n.bias.bits,
          "numeric.bias_frac_bits = " + number_text(n.bias.frac_bits) +
              " must be below numeric.bias_bits = " + number_text(n.bias.bits));
  require(
      n.gate_frac_bits <= n.activation.frac_bits,
      "numeric.gate_frac_bits = " + number_text(n.gate_frac_bits) +
          " must not exceed numeric.activation_frac_bits = " + number_text(n.activation.frac_bits));
  require(n.activation.frac_bits <= 14,
          "numeric.activation_frac_bits = " + number_text(n.activation.frac_bits) +
              ": at most 14, since gates reach 1.0");
  require(n.accumulator_bits > n.activation.frac_bits + n.weight.frac_bits + 1,
          "numeric.accumulator_bits = " + number_text(n.accumulator_bits) +
              " cannot hold 1.0: numeric.activation_frac_bits + numeric.weight_frac_bits = " +
              number_text(n.activation.frac_bits + n.weight.frac_bits));
  require(n.bias.frac_bits <= n.activation.frac_bits + n.weight.frac_bits,
          "numeric.bias_frac_bits = " + number_text(n.bias.frac_bits) +
              " is finer than the accumulators: numeric.activation_frac_bits + "
              "numeric.weight_frac_bits = " +
              number_text(n.activation.frac_bits + n.weight.frac_bits));
  try {
    validate(n);
  } catch (const std::invalid_argument& error) {
    if (faults.empty()) faults.push_back(error.what());
  }
  const auto require_theta = [&](const char* name, double theta) {
    const auto raw = quantise(theta, n.activation);
    require(raw && *raw < n.activation.max_raw(),
            std::string(name) + " = " + number_text(theta) + ": must be below " +
                number_text(to_real(n.activation.max_raw(), n.activation)) +
                ", the maximum of the activation format " + to_string(n.activation));
  };
  if (p.delta.theta_x == p.delta.theta_h) {
    require_theta("delta.theta", p.delta.theta_x);
  } else {
    require_theta("delta.theta_x", p.delta.theta_x);
    require_theta("delta.theta_h", p.delta.theta_h);
  }
  return faults;
}

void Configuration::resolve() const {
  std::vector<std::string> faults = faults_;
  if (faults.empty()) faults = cross_faults();
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
  Parameters values = Configuration().parameters_;
  values.numeric = numeric_profile(parameters_.numeric_profile_name);
  return values;
}

Configuration::Provenance Configuration::provenance(const Declaration& d,
                                                    const Parameters& documented) const {
  const std::string value = d.get(documented);
  if (d.get(parameters_) == value) return {d.tag, d.source};
  return {Tag::unconfirmed, "chosen by the user; the documented value is " + value};
}

std::string Configuration::to_ini() const {
  const Parameters reference = documented();
  std::string text, section;
  for (const Declaration& d : declarations()) {
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

std::string Configuration::to_markdown() {
  const Configuration defaults;
  std::string text =
      "| parameter | default | unit | allowed | tag | what it is | why this default |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Declaration& d : declarations())
    text += "| `" + d.name + "` | " + d.get(defaults.parameters_) + " | " + d.unit + " | " +
            d.allowed + " | " + std::string(to_string(d.tag)) + " | " + d.help + " | " + d.source +
            " |\n";
  return text;
}

std::string Configuration::to_text() const {
  const Parameters reference = documented();
  std::string text;
  for (const Declaration& d : declarations()) {
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
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const Declaration& d : declarations()) {
    const std::string text = d.get(parameters_);
    // Numbers as numbers, names as strings: true, 5 and 0.25 parse as JSON, other values do not.
    nlohmann::ordered_json value = nlohmann::ordered_json::parse(text, nullptr, false);
    if (value.is_discarded()) value = text;
    const auto [tag, source] = provenance(d, reference);
    json[d.name] = {
        {"value", value}, {"unit", d.unit}, {"tag", to_string(tag)}, {"source", source}};
  }
  const ThetaEffective theta = theta_effective();
  json["theta_effective"] = {{"theta_x", theta.x}, {"theta_h", theta.h}};
  return json;
}

}  // namespace drnn
