#include "sim/tune_runner.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr Cycle kCyclesPerCheck = 4096;

}  // namespace

double TuneRun::error(TuneError kind) const {
  if (kind == TuneError::h_vs_theta0) return fidelity.vs_theta0.rms();
  if (kind == TuneError::h_vs_float) return fidelity.vs_float.rms();
  return score.amount / static_cast<double>(std::max<std::uint64_t>(1, score.count));
}

TuneRunner::TuneRunner(const LoadedWorkload& workload, const Configuration& configuration,
                       const Evaluation& evaluation, TuneError error, Engine engine,
                       const InterruptGuard& interrupt)
    : workload_(workload),
      evaluation_(evaluation),
      error_(error),
      interrupt_(interrupt),
      system_("drnn", configuration.parameters(), engine) {
  system_.engine().on_committed([this](Cycle cycle) {
    if (cycle % kCyclesPerCheck == 0) interrupt_.check();
  });
}

Trial TuneRunner::run(const Thresholds& thresholds, const std::vector<std::size_t>& sequences) {
  std::vector<InputSequence> inputs;
  for (const std::size_t index : sequences) inputs.push_back(workload_.sequences[index]);
  const ZynqSystem::Result result =
      system_.run(workload_.network, inputs, {thresholds.x, thresholds.h, true},
                  [this](std::uint64_t) { interrupt_.check(); });
  TuneRun run{result.statistics, {}, {}};
  std::uint64_t at = 0;
  for (const std::size_t index : sequences) {
    const auto outputs = result.outputs.part(at, evaluation_.words(index));
    run.fidelity.add(evaluation_.fidelity(index, outputs));
    if (workload_.scoring) run.score.add(evaluation_.score(index, outputs));
    at += outputs.size();
  }
  runs_[thresholds] = run;
  return {thresholds, run.error(error_), run.statistics.total_cycles};
}

}  // namespace drnn
