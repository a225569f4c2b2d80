#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <vector>

#include "sim/explain/explain_options.hpp"
#include "sim/explain/explained_run.hpp"

namespace drnn {

/// What each cause means, a paragraph each.
void print_causes(std::ostream& out);

/// The account as a tree of causes with their shares, the parts that are asked for, and the
/// parameters that would help most.
void print_explained(std::ostream& out, const ExplainedRun& run, ExplainBy by);

/// All runs as the object of `--json`.
nlohmann::ordered_json explained_json(const std::vector<ExplainedRun>& runs, ExplainBy by);

}  // namespace drnn
