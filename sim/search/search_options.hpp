#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/search/pareto_search.hpp"
#include "sim/sweep/sweep_options.hpp"

namespace drnn {

/// The options of `drnn search`: those of a sweep, whose database is optional, and its own.
struct SearchOptions : SweepOptions {
  std::vector<std::size_t> objectives;  ///< indices of quantities()
  std::vector<Limit> limits;
  std::vector<std::string> requirements;  ///< as given
  double margin = 0;                      ///< beside the quantities' own
  bool exhaustive = false;
  std::optional<std::string> json;
};

/// Parses the arguments behind the command. Nothing: --help was asked for and printed. Throws
/// InputError for anything that is not allowed.
std::optional<SearchOptions> parse_search(const std::vector<std::string>& arguments);

}  // namespace drnn
