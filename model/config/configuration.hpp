#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "model/config/declarations.hpp"
#include "model/config/parameters.hpp"

namespace drnn {

/// Thresholds as the hardware holds them.
struct ThetaEffective {
  std::int32_t x_raw = 0;  ///< activation format
  std::int32_t h_raw = 0;
  double x = 0;  ///< real units, after quantisation
  double h = 0;
};

/// Parameters from their sources, later ones winning: defaults of the kind drnn, a preset, files,
/// assignments.
///
/// Keys are `section.key`; a key that is unique works without its section. `theta` sets theta_x
/// and theta_h. Naming another accelerator.kind than the one in effect resets all parameters to
/// that kind's defaults, naming numeric.profile all numeric ones, so within one source they are
/// applied first. A parameter that the kind lacks is a fault. Faults are collected; resolve()
/// reports all of them.
class Configuration {
 public:
  Configuration();

  /// The values of configs/NAME.ini, built into the program.
  void apply_preset(const std::string& name);
  /// An ini file: [section] headers, key = value lines, # comments.
  void apply_file(const std::string& path);
  /// The same as text; name stands for it in messages.
  void apply_ini(const std::string& text, const std::string& name);
  /// "key=value"; origin names the option in messages.
  void apply_assignment(const std::string& assignment, const std::string& origin);
  void apply(const std::string& key, const std::string& value, const std::string& origin);

  /// Checks what concerns several parameters. Throws InputError with all faults, a line each.
  void resolve() const;

  /// What is wrong with single assignments so far, a line each: unknown keys, values out of range.
  const std::vector<std::string>& faults() const { return faults_; }

  const Parameters& parameters() const { return parameters_; }
  AcceleratorKind kind() const { return parameters_.accelerator.kind; }
  ThetaEffective theta_effective() const;

  /// The effective configuration as an ini file that gives the same configuration.
  std::string to_ini() const;
  /// A table of the kind's parameters with unit, allowed values, default and tag.
  std::string to_markdown() const;
  /// The same as text, with the effective values.
  std::string to_text() const;
  /// Every parameter: value, unit, tag and source; theta_effective. Tag and source speak of the
  /// value in effect: a number that is not the documented one is "unconfirmed", never "published".
  /// They follow from the values alone, so that a configuration fed back gives the same object.
  nlohmann::ordered_json to_json() const;
  /// The same with each parameter's value alone.
  nlohmann::ordered_json values_json() const;

 private:
  struct Assignment {
    std::string key;
    std::string value;
    std::string where;  ///< "FILE:LINE" or the option
  };

  /// The values that the declarations' tags and sources speak of, with the named numeric profile.
  Parameters documented() const;
  Origin provenance(const Declaration& d, const Parameters& documented) const;
  std::vector<const Declaration*> declared() const;

  void apply_source(const std::vector<Assignment>& assignments);
  std::vector<const Declaration*> find(const std::string& key);
  /// found: what the assignment's key names.
  void assign(const Assignment& assignment, const std::vector<const Declaration*>& found);
  nlohmann::ordered_json json_value(const Declaration& declaration) const;
  nlohmann::ordered_json json_of(
      const std::function<nlohmann::ordered_json(const Declaration&)>& entry) const;

  Parameters parameters_;
  std::vector<std::string> faults_;
};

/// The presets that are built in.
std::vector<std::string> preset_names();

}  // namespace drnn
