#pragma once

#include <systemc>

namespace drnn {

/// sc_start() for this long. Throws SimulationError with the message of what a process has thrown:
/// the kernel makes a report of several lines of it.
void simulate(const sc_core::sc_time& duration);

/// The same until a process pauses the simulation or no event is left.
void simulate();

}  // namespace drnn
