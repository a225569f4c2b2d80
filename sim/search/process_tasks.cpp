#include "sim/search/process_tasks.hpp"

namespace drnn {

namespace {

constexpr int kTurnMs = 100;

}  // namespace

void ProcessTasks::run(std::uint64_t count, const InterruptGuard& interrupt) const {
  WorkerPool pool(jobs);
  for (std::uint64_t next = 0; next < count || !pool.empty();) {
    interrupt.check();
    for (; next < count && !pool.full(); ++next) pool.start(next, work(next));
    pool.wait(kTurnMs, on_message, on_end);
  }
}

}  // namespace drnn
