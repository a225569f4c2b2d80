#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/run_options.hpp"

namespace drnn {

/// The options of `drnn ddr`: a trace, or the table of efficiencies.
struct DdrOptions {
  ConfigurationOptions configuration;
  std::optional<std::string> trace;
  bool efficiency = false;
  std::optional<std::string> stats;
  bool quiet = false;
};

/// Parses the arguments behind the command; see parse_run().
std::optional<DdrOptions> parse_ddr(const std::vector<std::string>& arguments);

}  // namespace drnn
