#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run_options.hpp"

namespace drnn {

/// Which error a budget is about.
enum class TuneError {
  score,        ///< the workload's metric
  h_vs_theta0,  ///< root mean square of h's error against thresholds of zero, activation units
  h_vs_float,   ///< likewise against the float network
};

/// The options of `drnn tune`.
struct TuneOptions : WorkloadOptions {
  ConfigurationOptions configuration;
  double max_error = 0;
  std::optional<TuneError> error;  ///< none: score where there is one, otherwise h_vs_theta0
  std::vector<double> theta_x;     ///< to try, real units; empty: the usual ones
  std::vector<double> theta_h;
  std::uint64_t seed = 1;
  Engine engine = Engine::fast;
  std::optional<std::string> stats;
  bool quiet = false;
};

/// Parses the arguments behind the command. Nothing: --help was asked for and printed. Throws
/// InputError for anything that is not allowed.
std::optional<TuneOptions> parse_tune(const std::vector<std::string>& arguments);

}  // namespace drnn
