#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "sim/search/pareto_search.hpp"
#include "sim/search/search_options.hpp"

namespace drnn {

/// What a search found, for reports.
struct SearchResult {
  const SearchOptions& options;
  ParetoSearch& search;  ///< reading its points moves them in and out of memory
  std::string workload;
  std::vector<std::pair<std::uint64_t, std::string>> invalid;
  std::vector<std::pair<std::uint64_t, std::string>> failed;
};

/// A line a point of the front: its number in the grid, axes and objectives.
void print_front(std::ostream& out, const SearchResult& result);
nlohmann::ordered_json search_json(const SearchResult& result);

}  // namespace drnn
