#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run_options.hpp"

namespace drnn {

/// The options of `drnn estimate`.
struct EstimateOptions : WorkloadOptions, ThetaOptions {
  ConfigurationOptions configuration;
  bool reference_theta0 = false;
  EnergyOptions energy;
  std::optional<std::string> stats;
  bool check = false;
  std::optional<std::int64_t> survey;  ///< of --survey: so many random configurations
  std::uint64_t seed = 1;
  bool quiet = false;
};

/// Parses the arguments behind the command. Nothing: --help was asked for and printed. Throws
/// InputError for anything that is not allowed.
std::optional<EstimateOptions> parse_estimate(const std::vector<std::string>& arguments);

}  // namespace drnn
