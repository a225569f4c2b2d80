#pragma once

#include "model/config/parameters.hpp"
#include "model/estimate/memory_times.hpp"

namespace drnn {

/// The way to the DRAM, idle: both crossings, the ways between HP port and DDR interface, and a
/// controller that finds the row closed; responses to writes follow when the last data are taken.
MemoryTimes memory_times(const Parameters& parameters);

/// What contention, closed rows and refreshes may make of it at least and at most.
struct MemoryRange {
  MemoryTimes fast, likely, slow;
};
MemoryRange memory_range(const Parameters& parameters);

}  // namespace drnn
