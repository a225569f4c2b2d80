#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/config/configuration.hpp"
#include "model/stats/cycle_account.hpp"

namespace drnn {

/// Cycles of a stretch of a run, resets included.
struct ExplainedPart {
  std::uint64_t steps = 0;
  std::uint64_t columns = 0;
  CauseCycleCounts causes{};
};

/// A run to be explained: from the statistics of an earlier one, or simulated.
struct ExplainedRun {
  std::string workload;  ///< for people
  Configuration configuration;
  std::vector<int> layers;  ///< inputs, then the units of each
  ExplainedPart whole;
  std::vector<ExplainedPart> parts;  ///< sequences or steps, where asked for
};

/// The runs of a file of `drnn run --stats`. Throws InputError where it is none, or where an
/// account does not add up to cycles.total.
std::vector<ExplainedRun> explained_runs(const std::string& path);

}  // namespace drnn
