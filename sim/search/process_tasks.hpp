#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/interrupt.hpp"
#include "sim/sweep/worker_pool.hpp"

namespace drnn {

/// Runs tasks 0 to count - 1 in processes, as many at once as there are `jobs`. `work` gives the
/// work of a task, right before its process is forked. What tasks say and how they end comes in any
/// order. Throws Interrupted after Ctrl-C.
struct ProcessTasks {
  std::size_t jobs = 1;
  std::function<WorkerPool::Work(std::uint64_t)> work;
  std::function<void(std::uint64_t, const WorkerMessage&)> on_message;
  std::function<void(std::uint64_t, const WorkerEnd&)> on_end;

  void run(std::uint64_t count, const InterruptGuard& interrupt) const;
};

}  // namespace drnn
