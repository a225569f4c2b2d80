#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/explain/explained_run.hpp"

namespace drnn {

/// A change of one parameter, and what it would save.
struct Remedy {
  std::string parameter;
  std::int64_t value = 0;  ///< in effect
  std::int64_t remedy_value = 0;
  std::vector<CycleCause> causes;  ///< those that it works on, in their order
  /// Cycles of these causes: what the run would save were they gone and no other cause grew. An
  /// upper bound, unless the parameter shortens waits of other causes, too.
  std::uint64_t cycles_of_causes = 0;
  /// The part of them that the change removes: the cycles that the widest layer takes less, or
  /// those taken off a latency in all latencies of the configuration that the cause consists of.
  /// What it removes may bring to light other waits that were covered, so this, too, is optimistic.
  std::uint64_t cycles_predicted = 0;
};

/// The parameters that work on a run's causes, the greatest prediction first; ties by name. Each is
/// allowed in the run's configuration. Widths are doubled, up to the layers'; FIFOs hold all of a
/// layer; latencies become the least possible. Causes without a parameter have no remedy: work
/// itself, the hand-over of tasks, EdgeDRNN's scan and activations.
std::vector<Remedy> remedies_for(const ExplainedRun& run);

}  // namespace drnn
