#pragma once

#include "model/config/parameters.hpp"
#include "model/estimate/fired_pattern.hpp"
#include "model/estimate/memory_times.hpp"
#include "model/stats/run_statistics.hpp"

namespace drnn {

/// What a run of the kind drnn would count, without simulating it.
///
/// Exact: steps, elements, what was sent and issued, MACs, bits of every memory, bytes of the
/// streams, host calls and transfers, resets. Estimated: cycles (DrnnTiming), the load, status
/// reads of the host, commands of the DRAM. Not known: stall causes (`blocks` is empty), overflows
/// (0), latencies inside the DRAM.
RunStatistics estimate_run(const Parameters& parameters, const MemoryTimes& memory,
                           const FiredPattern& pattern);

/// Its total cycles alone.
std::uint64_t estimate_cycles(const Parameters& parameters, const MemoryTimes& memory,
                              const FiredPattern& pattern);

}  // namespace drnn
