#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "model/config/configuration.hpp"
#include "sim/energy_options.hpp"
#include "sim/trace/trace_options.hpp"
#include "sim/workload_options.hpp"

namespace drnn {

/// Where a command's configuration comes from.
struct ConfigurationOptions {
  std::string preset = "drnn-zynq7100";
  std::vector<std::string> files;
  std::vector<std::string> assignments;
};

/// preset < files in order < --set; not resolved yet.
Configuration configuration_from(const ConfigurationOptions& options);

/// Thresholds beside the configuration's own.
struct ThetaOptions {
  std::vector<std::string> thetas;  ///< of --theta; empty: as configured
  std::optional<std::string> theta_x, theta_h;
};

/// The configuration for each threshold that the options name, checked.
std::vector<Configuration> configurations_from(const ConfigurationOptions& options,
                                               const ThetaOptions& thetas);

/// The options of `drnn run`.
struct RunOptions : WorkloadOptions, ThetaOptions {
  ConfigurationOptions configuration;
  bool reference_theta0 = false;
  Engine engine = Engine::fast;
  EnergyOptions energy;
  std::optional<std::string> stats;
  std::optional<std::string> output;
  std::optional<std::string> series;
  TraceOptions trace;
  bool check_ranges = false;
  bool quiet = false;
};

/// The options of `drnn params`.
struct ParamsOptions {
  ConfigurationOptions configuration;
  enum class Format { text, markdown, ini } format = Format::text;
};

/// The options of `drnn conform`.
struct ConformOptions {
  std::string data;
  Engine engine = Engine::fast;
};

/// Parse the arguments behind the command. Nothing: --help was asked for and printed. Throw
/// InputError for anything that is not allowed.
std::optional<RunOptions> parse_run(const std::vector<std::string>& arguments);
std::optional<ParamsOptions> parse_params(const std::vector<std::string>& arguments);
std::optional<ConformOptions> parse_conform(const std::vector<std::string>& arguments);

}  // namespace drnn
