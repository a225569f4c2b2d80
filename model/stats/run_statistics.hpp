#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/stats/cycle_cause.hpp"
#include "model/stats/ddr_statistics.hpp"

namespace drnn {

/// The cycles of one block, split by cause; they add up to cycles_total.
struct BlockCauses {
  struct Entry {
    std::string cause;
    std::uint64_t cycles;
  };
  std::string block;
  std::vector<Entry> causes;
};

/// What the host did in one run after the load.
struct HostInterface {
  std::uint64_t driver_calls = 0;  ///< state resets, streams, steps
  std::uint64_t register_reads = 0;
  std::uint64_t register_writes = 0;
  std::uint64_t dma_transfers = 0;  ///< inputs and outputs apart
  /// Cycles in which no step was under way: after the one in which a step's last output word was
  /// accepted, before the one in which the next input word was offered. State resets are not in it.
  std::uint64_t between_steps_cycles = 0;
};

/// What the DRAM did. Commands move burst_bytes each.
struct DdrCounts : DdrStatistics {
  std::uint32_t tck_ps = 0;
  std::uint32_t burst_bytes = 0;
};

/// One direction of an HP port.
struct PortCounts {
  std::string name;
  std::uint64_t bursts = 0;
  std::uint64_t bytes = 0;
  std::uint64_t beats = 0;  ///< cycles in which its data channel moved something
};

/// What one run counted. Cycles are of the accelerator's clock; the window of everything except
/// load_cycles is from the cycle in which the first input word is offered to the one in which the
/// last output word is accepted, both counted. DDR bytes are of all transfers of that run but the
/// weight load.
struct RunStatistics {
  std::uint64_t total_cycles = 0;
  std::uint64_t load_cycles = 0;
  std::uint64_t reset_cycles = 0;
  std::uint64_t max_step_cycles = 0;
  std::uint64_t steps = 0;

  std::uint64_t elements_x = 0;  ///< scanned, without bias
  std::uint64_t elements_h = 0;
  std::uint64_t sent_x = 0;
  std::uint64_t sent_h = 0;
  std::uint64_t columns_issued = 0;  ///< of x and h
  std::uint64_t bias_columns_issued = 0;
  std::uint64_t mac_operations = 0;  ///< multiply-accumulates of one weight and one delta
  std::uint64_t units_activated = 0;

  /// Accumulators, and sums of their width, that an activation met wrapped or at an end.
  std::uint64_t accumulators_out_of_range = 0;
  /// Results that did not fit the activation format and were wrapped or saturated.
  std::uint64_t conversions_out_of_range = 0;

  std::uint64_t weight_read_bits = 0;
  std::uint64_t state_read_bits = 0;
  std::uint64_t state_written_bits = 0;
  std::uint64_t accumulator_read_bits = 0;
  std::uint64_t accumulator_written_bits = 0;
  std::uint64_t ddr_read_bytes = 0;
  std::uint64_t ddr_written_bytes = 0;

  HostInterface host;

  /// After the load, to the last write that the run caused.
  DdrCounts ddr;
  std::vector<PortCounts> ports;

  std::vector<BlockCauses> blocks;

  /// What each cycle of the window went to: adds up to total_cycles.
  CauseCycleCounts causes{};
};

}  // namespace drnn
