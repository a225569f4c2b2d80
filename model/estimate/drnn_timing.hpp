#pragma once

#include <cstdint>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/estimate/delta_scan.hpp"
#include "model/estimate/fired_pattern.hpp"
#include "model/estimate/input_timing.hpp"
#include "model/estimate/output_timing.hpp"

namespace drnn {

/// Cycles of a run, as estimated.
struct TimingEstimate {
  EstimatedCycles total = 0;
  EstimatedCycles reset = 0;  ///< inside the total
  EstimatedCycles max_step = 0;
  std::uint64_t resets = 0;
  std::uint64_t ready_polls = 0;      ///< status reads of the host while resets last
  EstimatedCycles before = 0;         ///< from the load's end to the first input word
  EstimatedCycles after = 0;          ///< from the last output word to its transfer's end
  EstimatedCycles between_steps = 0;  ///< host and DMA, no step under way
};

/// Cycles of a DRNN by its blocks' timing contracts (model/blocks/*.hpp), without stepping through
/// them: each event's time is the latest of those that the contract makes it wait for. Work per
/// step is in proportion to scan windows, deltas sent, groups of units and output bursts.
///
/// What is exact: delta unit, delta FIFOs, MxV, accumulator hazards, activation pipeline,
/// sequencer. What is not: the DRAM is an idle latency and a rate, reads and writes do not meet,
/// and the host's accesses are counted, not run.
class DrnnTiming {
 public:
  /// The pattern must outlive this.
  DrnnTiming(const Parameters& parameters, const MemoryTimes& memory, const FiredPattern& pattern);

  TimingEstimate run();

 private:
  /// A column's accumulators can be added to again from these cycles on.
  struct SumsWritten {
    EstimatedCycles cx = 0, ch = 0;
  };

  void make_plans();
  std::vector<ScanWindow> plan(std::size_t layer, bool x, bool h) const;
  void run_sequence(std::uint64_t steps);
  void begin_transfers(std::uint64_t steps, EstimatedCycles offered);
  void end_step(EstimatedCycles resets);
  void run_task(std::size_t layer);
  void scan(std::size_t layer);
  void accumulate(std::size_t layer);
  DeltaScan& next_scan(std::size_t layer);
  EstimatedCycles hazard(std::size_t layer, bool h) const;
  void issue(std::size_t layer, DeltaScan& scan);
  void activate(std::size_t layer);
  EstimatedCycles host_cycles(bool new_sequence);

  const Parameters p_;
  const MemoryTimes memory_;
  const FiredPattern& pattern_;
  const std::vector<LayerSize>& layers_;
  const EstimatedCycles reset_cycles_;
  const EstimatedCycles product_interval_;
  InputTiming input_;
  OutputTiming output_;
  std::vector<StateTimes> states_;                           ///< one a layer
  std::vector<std::vector<std::vector<ScanWindow>>> plans_;  ///< of a scanner and layer
  std::vector<DeltaScan> scans_;

  std::uint64_t step_ = 0;          ///< of the pattern
  std::uint64_t words_before_ = 0;  ///< of the input transfer, before the step
  EstimatedCycles accumulated_ = 0, last_group_ = 0, activated_ = 0;
  EstimatedCycles channels_free_ = 0, sums_readable_ = 0;
  std::vector<SumsWritten> written_;
  std::size_t last_layer_ = 0;
  bool last_was_h_ = false;
  EstimatedCycles step_base_ = 0;
  TimingEstimate result_;
};

/// Cycles that a state reset takes: Sequencer's contract.
EstimatedCycles state_reset_cycles(const Parameters& parameters,
                                   const std::vector<LayerSize>& layers);

}  // namespace drnn
