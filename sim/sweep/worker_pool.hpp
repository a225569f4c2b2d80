#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace drnn {

/// What a worker process says: a kind and a text, whose meaning is the users' affair.
struct WorkerMessage {
  std::uint8_t kind = 0;
  std::uint64_t number = 0;
  std::string text;
};

/// How a worker process ended.
struct WorkerEnd {
  int exit_code = 0;
  int signal = 0;  ///< that ended it; 0: none did
};

/// Processes that are forked with a piece of work each and send messages back. SystemC elaborates
/// once a process, and a crash ends no more than the process it happens in.
class WorkerPool {
 public:
  using Send = std::function<void(const WorkerMessage&)>;
  using Work = std::function<void(const Send&)>;

  explicit WorkerPool(std::size_t most) : most_(most) {}
  /// Ends the processes that still run.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  bool full() const { return workers_.size() >= most_; }
  bool empty() const { return workers_.empty(); }

  /// Forks a process that does the work and ends: with exit code 0 if it returns. Ctrl-C is left to
  /// this process. `id` names it in what follows. Throws SimulationError where no process can be
  /// had.
  void start(std::uint64_t id, const Work& work);

  /// Waits until something arrives, at most timeout_ms. A worker's messages come in its order, all
  /// of them before its end.
  void wait(int timeout_ms,
            const std::function<void(std::uint64_t id, const WorkerMessage&)>& on_message,
            const std::function<void(std::uint64_t id, const WorkerEnd&)>& on_end);

 private:
  struct Worker {
    std::uint64_t id;
    pid_t process;
    int pipe;
    std::string received;
  };

  /// False at the end.
  static bool read_some(Worker& worker);
  static WorkerEnd reap(Worker& worker);

  const std::size_t most_;
  std::vector<Worker> workers_;
};

}  // namespace drnn
