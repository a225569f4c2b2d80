#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "model/config/configuration.hpp"

namespace drnn {

/// Where a command's configuration comes from.
struct ConfigurationOptions {
  std::string preset = "drnn-zynq7100";
  std::vector<std::string> files;
  std::vector<std::string> assignments;
};

/// preset < files in order < --set; not resolved yet.
Configuration configuration_from(const ConfigurationOptions& options);

/// The options of `drnn run`.
struct RunOptions {
  ConfigurationOptions configuration;
  std::optional<std::string> network;
  std::vector<std::string> inputs;
  std::optional<std::string> labels;
  std::optional<std::int64_t> steps;  ///< only the first so many of each sequence
  std::optional<std::string> synthetic;
  std::vector<std::string> thetas;  ///< of --theta; empty: as configured
  std::optional<std::string> theta_x, theta_h;
  bool reference_theta0 = false;
  Engine engine = Engine::fast;
  std::optional<std::string> stats;
  std::optional<std::string> output;
  bool quiet = false;
};

/// The options of `drnn params`.
struct ParamsOptions {
  ConfigurationOptions configuration;
  enum class Format { text, markdown, ini } format = Format::text;
};

/// The options of `drnn ddr`.
struct DdrOptions {
  ConfigurationOptions configuration;
  std::string trace;
  std::optional<std::string> stats;
  bool quiet = false;
};

/// Parse the arguments behind the command. Nothing: --help was asked for and printed. Throw
/// InputError for anything that is not allowed.
std::optional<RunOptions> parse_run(const std::vector<std::string>& arguments);
std::optional<ParamsOptions> parse_params(const std::vector<std::string>& arguments);
std::optional<DdrOptions> parse_ddr(const std::vector<std::string>& arguments);

}  // namespace drnn
