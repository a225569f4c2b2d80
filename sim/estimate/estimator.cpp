#include "sim/estimate/estimator.hpp"

#include "model/config/declarations.hpp"
#include "model/config/errors.hpp"
#include "model/estimate/drnn_estimate.hpp"
#include "sim/estimate/memory_estimate.hpp"
#include "sim/fidelity.hpp"
#include "sim/workload_scoring.hpp"

namespace drnn {

namespace {

constexpr std::uint64_t kTransfersAPair = 2;
constexpr std::size_t kMostRecorded = 16;

/// The run ends so many cycles later, at least one cycle after its begin.
void move_end(RunStatistics& s, EstimatedCycles cycles, const Parameters& p) {
  const auto moved = [](std::uint64_t count, std::int64_t by) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(1, static_cast<std::int64_t>(count) + by));
  };
  s.total_cycles = moved(s.total_cycles, cycles);
  s.ddr.clocks = moved(s.ddr.clocks, cycles * p.clock.period_ps / s.ddr.tck_ps);
  s.ddr.active_clocks = std::min(s.ddr.active_clocks, s.ddr.clocks);
}

}  // namespace

void check_has_closed_form(const Parameters& parameters) {
  if (parameters.accelerator.kind == AcceleratorKind::drnn) return;
  throw InputError("accelerator.kind = " + std::string(to_string(parameters.accelerator.kind)) +
                   ": there is a closed form of drnn alone; allowed: drnn");
}

Estimator::Estimator(const LoadedWorkload& workload, const Parameters& parameters,
                     std::optional<SyntheticSpec> drawn, std::function<void()> each_step)
    : workload_(workload),
      profile_(parameters.numeric),
      drawn_(std::move(drawn)),
      each_step_(std::move(each_step)) {
  check_has_closed_form(parameters);
}

ZynqSystem::Result Estimator::run(const Parameters& parameters, const DeltaSettings& settings) {
  return {statistics(parameters, memory_times(parameters), settings), recorded(settings).outputs,
          0};
}

RunStatistics Estimator::statistics(const Parameters& parameters, const MemoryTimes& memory,
                                    const DeltaSettings& settings) {
  const RecordedRun& run = recorded(settings);
  RunStatistics result = estimate_run(parameters, memory, run.pattern);
  result.accumulators_out_of_range = run.overflows.accumulators;
  result.conversions_out_of_range = run.overflows.conversions;
  return result;
}

Estimator::Bounds Estimator::bounds(const Parameters& parameters, const DeltaSettings& settings) {
  const MemoryRange memory = memory_range(parameters);
  Bounds result{statistics(parameters, memory.likely, settings),
                statistics(parameters, memory.fast, settings),
                statistics(parameters, memory.slow, settings)};
  const EstimatedCycles slack =
      cycle_slack(parameters, result.least.host.dma_transfers / kTransfersAPair);
  move_end(result.least, -slack, parameters);
  move_end(result.most, slack, parameters);
  return result;
}

std::uint64_t Estimator::cycles(const Parameters& parameters, const DeltaSettings& settings) {
  return estimate_cycles(parameters, memory_times(parameters), recorded(settings).pattern);
}

std::optional<Score> Estimator::score(const DeltaSettings& settings) {
  if (drawn_ || !workload_.scoring) return std::nullopt;
  const auto hidden = static_cast<std::size_t>(workload_.network.layers.back().hidden);
  const SpooledValues<std::int16_t>& outputs = recorded(settings).outputs;
  Score sum;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < workload_.sequences.size(); ++i) {
    const std::uint64_t words = workload_.sequences[i].steps * hidden;
    sum.add(drnn::score(*workload_.scoring, workload_.trained.readout, i,
                        real_states(outputs.part(at, words), hidden, profile_.activation)));
    at += words;
  }
  return sum;
}

const RecordedRun& Estimator::recorded(const DeltaSettings& settings) {
  const std::vector<LayerSize> sizes = layer_sizes_of(workload_.network);
  if (!settings.skip) {
    std::vector<std::uint64_t> sequences;
    for (const InputSequence& sequence : workload_.sequences) sequences.push_back(sequence.steps);
    if (!dense_) dense_ = RecordedRun{FiredPattern::dense(sizes, sequences), {}, {}};
    return *dense_;
  }
  const auto key = std::make_pair(settings.theta_x, settings.theta_h);
  const auto known = recorded_.find(key);
  if (known != recorded_.end()) return known->second;
  // Each may have two open files.
  if (recorded_.size() == kMostRecorded) recorded_.clear();
  RecordedRun run = drawn_ ? RecordedRun{drawn_pattern(*drawn_, sizes), {}, {}}
                           : record_run(workload_, profile_, settings, each_step_);
  return recorded_.emplace(key, std::move(run)).first->second;
}

}  // namespace drnn
