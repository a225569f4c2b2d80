#include "model/estimate/drnn_estimate.hpp"

#include <algorithm>

#include "model/arith/ceil_div.hpp"
#include "model/arith/network.hpp"
#include "model/estimate/drnn_timing.hpp"

namespace drnn {

namespace {

using Count = std::uint64_t;

constexpr int kSumsAUnit = 4;      // M_r, M_u, M_cx, M_ch
constexpr int kSumsAColumn = 3;    // a row of each gate
constexpr int kImageSumWords = 8;  // four initial sums of 32 bits, in words of 16

/// Register accesses of a sequence beside the polls for the end of its reset: the status of each
/// transfer; the reset, address and length of two transfers, two interrupts cleared.
constexpr Count kReadsATransferPair = 2, kWritesATransferPair = 6, kWritesAReset = 1;
/// Of a load: DMA and interrupts on, layers, thresholds, control, one transfer, step words.
constexpr Count kAccessesALoad = 13, kAccessesALayer = 4;

Count count_of(std::int64_t value) {
  return static_cast<Count>(value);
}

class Estimate {
 public:
  Estimate(const Parameters& p, const MemoryTimes& memory, const FiredPattern& pattern)
      : p_(p), memory_(memory), pattern_(pattern), layers_(pattern.layers()) {}

  RunStatistics run() {
    s_.steps = pattern_.steps();
    for (std::size_t l = 0; l < layers_.size(); ++l) count_layer(l);
    count_cycles();
    count_resets();
    count_streams();
    count_host();
    count_dram();
    return s_;
  }

 private:
  void count_layer(std::size_t l) {
    const LayerSize& size = layers_[l];
    const int bias = size.columns - size.inputs - size.hidden;
    Count x = 0, h = 0, biases = 0;
    for (Count t = 0; t < s_.steps; ++t) {
      biases += count_of(pattern_.sent(t, l, 0, bias));
      x += count_of(pattern_.sent(t, l, bias, size.inputs));
      h += count_of(pattern_.sent(t, l, bias + size.inputs, size.hidden));
    }
    const Count inputs = count_of(size.inputs), hidden = count_of(size.hidden);
    const Count columns = x + h + biases, units = s_.steps * hidden;
    s_.elements_x += s_.steps * inputs;
    s_.elements_h += units;
    s_.sent_x += x;
    s_.sent_h += h;
    s_.columns_issued += x + h;
    s_.bias_columns_issued += biases;
    s_.mac_operations += kGates * hidden * columns;
    s_.units_activated += units;
    s_.weight_read_bits += kGates * hidden * columns * count_of(p_.numeric.weight.bits);
    // A reference each; the value too where it is a state; h once more for the blend.
    const Count values = units + (l > 0 ? s_.steps * inputs : 0);
    const Count state_bits = count_of(p_.numeric.activation.bits);
    s_.state_read_bits += (s_.steps * inputs + units + values + units) * state_bits;
    s_.state_written_bits += (x + h + units) * state_bits;
    const Count sum_bits = count_of(p_.numeric.accumulator_bits);
    s_.accumulator_read_bits += (kSumsAColumn * hidden * columns + kSumsAUnit * units) * sum_bits;
    s_.accumulator_written_bits += kSumsAColumn * hidden * columns * sum_bits;
  }

  void count_cycles() {
    timing_ = DrnnTiming(p_, memory_, pattern_).run();
    s_.total_cycles = count_of(timing_.total);
    s_.reset_cycles = count_of(timing_.reset);
    s_.max_step_cycles = count_of(timing_.max_step);
    s_.host.between_steps_cycles = count_of(timing_.between_steps);
  }

  /// Those inside the run: all but the first.
  void count_resets() {
    const Count resets = pattern_.sequences().size() - 1;
    for (const LayerSize& l : layers_) {
      const Count states = count_of(l.inputs + 2 * l.hidden);
      s_.state_written_bits += resets * states * count_of(p_.numeric.activation.bits);
      s_.accumulator_written_bits +=
          resets * kSumsAUnit * count_of(l.hidden) * count_of(p_.numeric.accumulator_bits);
    }
  }

  void count_streams() {
    const Count word_bytes = count_of(p_.numeric.activation.bits / 8);
    s_.ddr_read_bytes = s_.steps * count_of(layers_.front().inputs) * word_bytes;
    s_.ddr_written_bytes = s_.steps * count_of(layers_.back().hidden) * word_bytes;
    count_ports("_read", p_.dma.input_ports, s_.ddr_read_bytes);
    count_ports("_write", p_.dma.output_ports, s_.ddr_written_bytes);
  }

  void count_ports(const char* direction, int ports, Count bytes) {
    const Count beat = count_of(p_.dma.port_bits / 8), n = count_of(ports);
    for (Count i = 0; i < n; ++i) {
      const Count here = (bytes + n - 1 - i) / n;
      s_.ports.push_back({"hp" + std::to_string(i) + direction,
                          ceil_div(here, beat * count_of(p_.dma.burst_beats)), here,
                          ceil_div(here, beat)});
    }
  }

  void count_host() {
    const Count sequences = pattern_.sequences().size();
    const Count pairs = p_.host.mode == HostMode::step ? s_.steps : sequences;
    // The first sequence's polls are like those of the others.
    const Count polls = sequences > 1 ? timing_.ready_polls * sequences / (sequences - 1) : 1;
    s_.host.driver_calls = sequences + pairs;
    s_.host.dma_transfers = 2 * pairs;
    s_.host.register_reads = kReadsATransferPair * pairs + polls;
    s_.host.register_writes = kWritesATransferPair * pairs + kWritesAReset * sequences;
    s_.load_cycles = load_cycles();
  }

  /// The image at the stream's width, and register accesses.
  Count load_cycles() const {
    Count words = 0;
    for (const LayerSize& l : layers_)
      words += count_of(l.hidden) * (kImageSumWords + kGates * count_of(l.columns));
    const Count words_a_cycle =
        count_of(std::int64_t{p_.dma.input_ports} * p_.dma.port_bits / p_.numeric.activation.bits);
    const Count accesses = kAccessesALoad + kAccessesALayer * layers_.size();
    return ceil_div(words, words_a_cycle) + accesses * count_of(p_.host.register_access_cycles) +
           count_of(memory_.read_cycles);
  }

  /// Rows are opened once by each stream that passes through them, and again after a refresh.
  void count_dram() {
    DdrCounts& d = s_.ddr;
    d.tck_ps = memory_.tck_ps;
    d.burst_bytes = memory_.command_bytes;
    const Count cycles = s_.total_cycles + count_of(timing_.before + timing_.after);
    d.clocks = cycles * count_of(p_.clock.period_ps) / memory_.tck_ps;
    d.reads = ceil_div<Count>(s_.ddr_read_bytes, memory_.command_bytes);
    d.writes = ceil_div<Count>(s_.ddr_written_bytes, memory_.command_bytes);
    d.refreshes = d.clocks / memory_.refresh_clocks;
    d.activates = ceil_div<Count>(s_.ddr_read_bytes, memory_.row_bytes) +
                  ceil_div<Count>(s_.ddr_written_bytes, memory_.row_bytes) + 2 * d.refreshes;
    if (p_.ddr.page_policy == DdrPagePolicy::closed) d.activates = d.reads + d.writes;
    d.precharges = d.activates;
    d.row_hits = d.reads + d.writes - std::min(d.activates, d.reads + d.writes);
    d.active_clocks = active_clocks();
  }

  /// A refresh closes all rows, and the next step's accesses, half a step later in the mean, open
  /// them again.
  Count active_clocks() const {
    const Count step = s_.ddr.clocks / s_.steps, interval = memory_.refresh_clocks;
    if (step > interval) return s_.steps * interval / 2;
    const Count closed = s_.ddr.refreshes * (step / 2 + memory_.closed_clocks);
    return s_.ddr.clocks - std::min(s_.ddr.clocks, closed);
  }

  const Parameters& p_;
  const MemoryTimes& memory_;
  const FiredPattern& pattern_;
  const std::vector<LayerSize>& layers_;
  TimingEstimate timing_;
  RunStatistics s_;
};

}  // namespace

RunStatistics estimate_run(const Parameters& parameters, const MemoryTimes& memory,
                           const FiredPattern& pattern) {
  return Estimate(parameters, memory, pattern).run();
}

std::uint64_t estimate_cycles(const Parameters& parameters, const MemoryTimes& memory,
                              const FiredPattern& pattern) {
  return static_cast<std::uint64_t>(DrnnTiming(parameters, memory, pattern).run().total);
}

}  // namespace drnn
