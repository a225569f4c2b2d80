#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/evaluation.hpp"
#include "sim/run_record.hpp"
#include "sim/search/pareto_search.hpp"

namespace drnn {

/// A number of a point that can be an objective or have a limit. Small is good.
struct Quantity {
  const char* name;
  const char* unit;
  bool certain;   ///< exact without a simulation
  double margin;  ///< beyond expected_range(), as a share
  const char* help;
};

/// All of them, in the order of quantities_of().
const std::vector<Quantity>& quantities();

/// Of a run, simulated or estimated. Its fidelity and accuracy must be set.
std::vector<double> quantities_of(const RunRecord& record);
/// Of a row as a sweep makes it.
std::vector<double> quantities_of(const nlohmann::ordered_json& row);

/// Index of a name among `quantities()`; throws InputError beginning with `where`.
std::size_t quantity_index(const std::string& name, const std::string& where);

/// Index of the one that is 1 where the device is too small.
std::size_t misfit_index();

/// Whether the number follows from the design alone, without a run.
bool is_of_design(std::size_t index);

/// "cycles,energy": indices. Throws InputError.
std::vector<std::size_t> parse_objectives(const std::string& text);
/// "fits", or NAME<=NUMBER. Throws InputError.
Limit parse_requirement(const std::string& text);

}  // namespace drnn
