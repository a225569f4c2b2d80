#pragma once

#include "model/config/parameters.hpp"
#include "model/estimate/memory_times.hpp"

namespace drnn {

/// The way to the DRAM, idle: both crossings, the ways between HP port and DDR interface, and a
/// controller that finds the row closed; responses to writes follow when the last data are taken.
MemoryTimes memory_times(const Parameters& parameters);

/// What contention and closed rows may make of it at least and at most: 3/4 and 3/2 of its times.
struct MemoryRange {
  MemoryTimes fast, likely, slow;
};
MemoryRange memory_range(const Parameters& parameters);

/// Cycles by which a run may differ from estimates beside that: a refresh that some stream waits
/// for, and two register accesses, of polls and interrupts, for each of `transfers` pairs.
EstimatedCycles cycle_slack(const Parameters& parameters, std::uint64_t transfers);

}  // namespace drnn
