#include "sim/sweep/grid_check.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "model/config/declarations.hpp"
#include "model/config/errors.hpp"

namespace drnn {

namespace {

using Strings = std::vector<std::string>;

constexpr const char* kTheta = "theta";
/// How messages call the place where a point's values stand.
constexpr const char* kOrigin = "sweep";

bool is_theta(const std::string& key) {
  return key == kTheta || key == std::string("delta.") + kTheta;
}

bool is_threshold(const std::string& name) {
  return is_theta(name) || name == "delta.theta_x" || name == "delta.theta_h";
}

bool decides_workload(const std::string& name) {
  const std::string section = name.substr(0, name.find('.'));
  return name == "accelerator.kind" || section == "numeric";
}

bool is_kind(const Axis& axis) {
  return axis.key == "accelerator.kind" || axis.key == "kind";
}

/// The configurations, one a kind, that values are tried on.
std::vector<Configuration> kinds_in_play(const Grid& grid, const Configuration& base) {
  for (const Axis& axis : grid.axes()) {
    if (!is_kind(axis)) continue;
    std::vector<Configuration> result;
    for (const std::string& kind : axis.values) {
      result.push_back(base);
      result.back().apply(axis.key, kind, kOrigin);
    }
    return result;
  }
  return {base};
}

/// The one parameter of the kind that the key names, once the key is known to be good.
const Declaration& declaration_of(const std::string& key, AcceleratorKind kind) {
  const auto& list = declarations();
  return *std::find_if(list.begin(), list.end(), [&](const Declaration& d) {
    return (d.name == key || d.key() == key) && d.belongs_to(kind);
  });
}

struct Accepted {
  std::string key, value;
};

/// Key and value as `drnn params` prints them. Throws InputError where no kind takes them.
Accepted accept(const std::string& key, const std::string& value,
                const std::vector<Configuration>& kinds) {
  std::string fault;
  for (Configuration configuration : kinds) {
    configuration.apply(key, value, kOrigin);
    if (configuration.faults().empty()) {
      const std::string name = is_theta(key) ? "delta.theta_x" : key;
      const Declaration& d = declaration_of(name, configuration.kind());
      return {is_theta(key) ? kTheta : d.name, d.get(configuration.parameters())};
    }
    if (fault.empty()) fault = configuration.faults().front();
  }
  throw InputError(fault);
}

Axis accepted_axis(const Axis& axis, const std::vector<Configuration>& kinds) {
  Axis result;
  for (const std::string& value : axis.values) {
    const Accepted accepted = accept(axis.key, value, kinds);
    result.key = accepted.key;
    result.values.push_back(accepted.value);
  }
  return result;
}

void check_names(const std::vector<Axis>& axes) {
  std::set<std::string> names;
  for (const Axis& axis : axes) {
    const Strings sets =
        axis.key == kTheta ? Strings{"delta.theta_x", "delta.theta_h"} : Strings{axis.key};
    for (const std::string& name : sets)
      if (!names.insert(name).second) throw InputError("two axes set " + name);
  }
}

bool is_valid(const Configuration& configuration) {
  try {
    configuration.resolve();
  } catch (const InputError&) {
    return false;
  }
  return true;
}

/// A threshold's range ends where the activation format does, which is one for all points unless an
/// axis changes it.
void check_thresholds(const std::vector<Axis>& axes, const Configuration& base) {
  const auto changes_formats = [](const Axis& axis) { return decides_workload(axis.key); };
  if (std::any_of(axes.begin(), axes.end(), changes_formats) || !is_valid(base)) return;
  for (const Axis& axis : axes) {
    if (!is_threshold(axis.key)) continue;
    for (const std::string& value : axis.values) {
      Configuration configuration = base;
      configuration.apply(axis.key, value, kOrigin);
      configuration.resolve();
    }
  }
}

}  // namespace

void check_grid(Grid& grid, const Configuration& base) {
  if (!base.faults().empty()) base.resolve();
  const std::vector<Configuration> kinds = kinds_in_play(grid, base);
  std::vector<Axis> axes;
  for (const Axis& axis : grid.axes())
    axes.push_back(accepted_axis(axis, is_kind(axis) ? std::vector<Configuration>{base} : kinds));
  check_names(axes);
  check_thresholds(axes, base);
  grid.rename(axes);
}

std::vector<AxisRole> axis_roles(const Grid& grid) {
  std::vector<AxisRole> roles;
  for (const Axis& axis : grid.axes())
    roles.push_back(decides_workload(axis.key) ? AxisRole::workload
                    : is_threshold(axis.key)   ? AxisRole::threshold
                                               : AxisRole::elaboration);
  return roles;
}

Configuration configuration_at(const Configuration& base, const Grid& grid,
                               const Grid::Digits& digits) {
  Configuration configuration = base;
  const auto apply = [&](auto wanted) {
    for (std::size_t a = 0; a < grid.axes().size(); ++a)
      if (wanted(grid.axes()[a].key))
        configuration.apply(grid.axes()[a].key, grid.value(a, digits), kOrigin);
  };
  // As within one file: these two reset others.
  const auto is_kind_key = [](const std::string& key) { return key == "accelerator.kind"; };
  const auto is_profile = [](const std::string& key) { return key == "numeric.profile"; };
  apply(is_kind_key);
  apply(is_profile);
  apply([&](const std::string& key) { return !is_kind_key(key) && !is_profile(key); });
  return configuration;
}

}  // namespace drnn
