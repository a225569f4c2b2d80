#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "model/config/configuration.hpp"
#include "sim/evaluation.hpp"
#include "sim/interrupt.hpp"
#include "sim/tune_options.hpp"
#include "sim/tune_search.hpp"
#include "sim/workload_loader.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// What the cycle model did with a pair of thresholds.
struct TuneRun {
  RunStatistics statistics;
  Score score;  ///< of nothing where the workload has no labels and targets
  Fidelity fidelity;

  /// An empty score counts as no error.
  double error(TuneError kind) const;
};

/// Runs pairs of thresholds on some of a workload's sequences, in one elaborated design.
class TuneRunner {
 public:
  /// All are referred to and must outlive this.
  TuneRunner(const LoadedWorkload& workload, const Configuration& configuration,
             const Evaluation& evaluation, TuneError error, Engine engine,
             const InterruptGuard& interrupt);

  Trial run(const Thresholds& thresholds, const std::vector<std::size_t>& sequences);

  /// The last run of a pair.
  const TuneRun& last(const Thresholds& thresholds) const { return runs_.at(thresholds); }

 private:
  const LoadedWorkload& workload_;
  const Evaluation& evaluation_;
  const TuneError error_;
  const InterruptGuard& interrupt_;
  ZynqSystem system_;
  std::map<Thresholds, TuneRun> runs_;
};

}  // namespace drnn
