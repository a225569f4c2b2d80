#include "tlm/simulate.hpp"

#include <string>

#include "model/config/errors.hpp"
#include "tlm/stack_bounds.hpp"

namespace drnn {

namespace {

template <class Start>
void run(Start start) {
  try {
    start();
  } catch (const sc_core::sc_report& report) {
    restore_stack_bounds();
    throw SimulationError(report.get_msg());
  }
  restore_stack_bounds();
}

}  // namespace

void simulate(const sc_core::sc_time& duration) {
  run([&] { sc_core::sc_start(duration); });
}

void simulate() {
  run([] { sc_core::sc_start(); });
}

}  // namespace drnn
