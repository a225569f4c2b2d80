#include "sim/interrupt.hpp"

#include <csignal>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

// A signal handler can reach nothing but a static.
volatile std::sig_atomic_t interrupted = 0;

void note_interrupt(int) {
  interrupted = 1;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  interrupted = 0;
  std::signal(SIGINT, note_interrupt);
}

InterruptGuard::~InterruptGuard() {
  std::signal(SIGINT, SIG_DFL);
}

void InterruptGuard::check() const {
  if (interrupted != 0) throw Interrupted();
}

}  // namespace drnn
