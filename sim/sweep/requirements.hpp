#pragma once

#include <string>
#include <vector>

#include "sim/run_record.hpp"
#include "sim/search/pareto_search.hpp"

namespace drnn {

/// The first limit, of parse_requirement(), that a design breaks as far as that is known without a
/// run, in words; empty: none.
std::string broken_limit(const std::vector<Limit>& limits, const Resources& resources,
                         const Parameters& parameters);

/// The same of a run, whose fidelity and accuracy are set.
std::string broken_limit(const std::vector<Limit>& limits, const RunRecord& record);

}  // namespace drnn
