#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace drnn {

/// What a cycle of a run went to. Every cycle of the window that cycles.total counts has exactly
/// one cause: useful work of the MAC channels, or else that for which they wait, followed to its
/// root. kCycleCauses says what each means, in the terms of the blocks' timing contracts.
enum class CycleCause : std::uint8_t {
  mac,
  tail_imbalance,
  accumulator_hazard,
  mac_latency,
  scan,
  fifo_empty,
  fifo_full,
  activation,
  activation_latency,
  sequencer,
  memory_latency,
  memory_bandwidth,
  input_host,
  input_latency,
  input_bandwidth,
  output_wait,
  reset,
};

constexpr std::size_t kCycleCauseCount = static_cast<std::size_t>(CycleCause::reset) + 1;

constexpr std::size_t index_of(CycleCause cause) {
  return static_cast<std::size_t>(cause);
}

struct CycleCauseText {
  std::string_view name;     ///< in every file
  std::string_view group;    ///< branch of the tree
  std::string_view meaning;  ///< DRNN and EdgeDRNN alike, where no kind is named
};

/// In the order of CycleCause; causes of a group stand together. A cause that the kind of
/// accelerator cannot have stays 0.
constexpr std::array<CycleCauseText, kCycleCauseCount> kCycleCauses{{
    {"mac", "work", "a full row group, or a column's only one, is multiplied"},
    {"tail_imbalance", "work",
     "the last row group of a column of several, with fewer rows than there are PEs (DRNN)"},
    {"accumulator_hazard", "mac",
     "a delta waits until sums can be added to again: mac.accumulator_latency_cycles (DRNN)"},
    {"mac_latency", "mac", "all columns of a task are issued, its last sums are not readable yet"},
    {"scan", "scan",
     "no delta: the task is being scanned, a window or element is loaded or a delta sent"},
    {"fifo_empty", "scan",
     "no delta: the task is scanned, its last deltas are on their way through the FIFO"},
    {"fifo_full", "scan",
     "as activation, and the scan ahead stands still because its FIFO is full (DRNN); or a delta "
     "without a column leaves a full FIFO (EdgeDRNN)"},
    {"activation", "activation",
     "groups enter the activation pipeline, which holds the accumulators or whose h is awaited "
     "(DRNN); or the PEs compute activations (EdgeDRNN)"},
    {"activation_latency", "activation",
     "all groups have entered the activation pipeline, the h of the last is awaited (DRNN)"},
    {"sequencer", "control",
     "a task is handed from one block to the next: registered reports and permissions, INIT"},
    {"memory_latency", "weights",
     "a delta waits for the first weights since none were on their way (EdgeDRNN)"},
    {"memory_bandwidth", "weights",
     "a delta waits for weights that come, but with fewer than K a cycle: port, DRAM, bursts and "
     "columns under way, packet gap (EdgeDRNN)"},
    {"input_host", "input",
     "no input, and no transfer of input under way: the host has not started one"},
    {"input_latency", "input", "no input: the transfer is under way, no word comes in this cycle"},
    {"input_bandwidth", "input", "too little input: words come, but not yet a window or a beat"},
    {"output_wait", "output",
     "activations stand because the output FIFO is full; or there is neither input nor a transfer "
     "of it, while outputs are on their way to the memory"},
    {"reset", "reset", "a state reset holds all blocks: cycles.reset"},
}};

constexpr std::string_view name_of(CycleCause cause) {
  return kCycleCauses[index_of(cause)].name;
}

/// Cycles of each cause.
using CauseCycleCounts = std::array<std::uint64_t, kCycleCauseCount>;

}  // namespace drnn
