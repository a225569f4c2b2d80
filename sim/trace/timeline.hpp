#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/trace/block_track.hpp"
#include "sim/trace/burst_slices.hpp"
#include "sim/trace/delta_flows.hpp"
#include "sim/trace/trace_consumer.hpp"
#include "sim/trace/trace_event_writer.hpp"

namespace drnn {

/// What a timeline has to know beside the signals.
struct TimelineConfig {
  std::uint64_t period_ps = 0;
  std::uint64_t port_bytes = 0;
  std::uint64_t activation_lanes = 0;
  std::vector<FlowLayer> layers;
};

/// A timeline: a track a block with slices for what it works on and why it waits, counters for FIFO
/// levels, bursts under way and bandwidth, arrows that follow the deltas, and the bursts.
class Timeline : public TraceConsumer {
 public:
  /// Watches what it needs.
  Timeline(std::ostream& out, SignalTable& table, const TimelineConfig& config);

  void open(Cycle now) override;
  void cycle(Cycle now) override;
  void close(Cycle end) override;
  /// Takes a burst that was answered; counts only while the window is open.
  void burst(const std::string& port, const TlmMemoryPort::Answered& burst);
  /// Ends the file.
  void finish() { writer_.end(); }

 private:
  struct Counter {
    std::size_t signal;
    std::string name;
    std::string unit;
    std::uint64_t value = 0;
  };

  void add_counters(SignalTable& table);
  void count(Counter& counter, Cycle now);

  TraceEventWriter writer_;
  const SignalTable& table_;
  std::vector<std::unique_ptr<BlockTrack>> tracks_;
  std::vector<Counter> counters_;
  std::unique_ptr<DeltaFlows> flows_;
  std::unique_ptr<BurstSlices> bursts_;
  bool open_ = false;
  Cycle first_ = 0;
  Cycle last_change_ = 0;
};

}  // namespace drnn
