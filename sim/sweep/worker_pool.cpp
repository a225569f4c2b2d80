#include "sim/sweep/worker_pool.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// What stands before a message's text in the pipe.
struct Header {
  std::uint64_t number;
  std::uint64_t size;
  std::uint8_t kind;
};

/// False where nobody reads any more.
bool write_all(int pipe, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t n = ::write(pipe, data, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    data += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

void send(int pipe, const WorkerMessage& message) {
  Header header{};
  header.number = message.number;
  header.size = message.text.size();
  header.kind = message.kind;
  std::string bytes(sizeof header, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  bytes += message.text;
  if (!write_all(pipe, bytes.data(), bytes.size())) _exit(1);
}

/// Takes a whole message off the front of what was received.
bool take(std::string& received, std::size_t& begin, WorkerMessage& message) {
  Header header;
  if (received.size() - begin < sizeof header) return false;
  std::memcpy(&header, received.data() + begin, sizeof header);
  if (received.size() - begin - sizeof header < header.size) return false;
  message = {header.kind, header.number, received.substr(begin + sizeof header, header.size)};
  begin += sizeof header + header.size;
  return true;
}

[[noreturn]] void work_and_exit(int pipe, pid_t parent, const WorkerPool::Work& work) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) _exit(1);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  int code = 1;
  try {
    work([pipe](const WorkerMessage& message) { send(pipe, message); });
    code = 0;
  } catch (...) {
    // The exit code tells it.
  }
  // Without the destructors and buffers of the process that this is a copy of.
  _exit(code);
}

}  // namespace

WorkerPool::~WorkerPool() {
  for (const Worker& worker : workers_) ::kill(worker.process, SIGKILL);
  for (Worker& worker : workers_) reap(worker);
}

void WorkerPool::start(std::uint64_t id, const Work& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw SimulationError(std::string("pipe: ") + std::strerror(errno));
  std::cout.flush();
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process == 0) {
    for (const Worker& worker : workers_) ::close(worker.pipe);
    ::close(ends[0]);
    work_and_exit(ends[1], parent, work);
  }
  const int error = errno;
  ::close(ends[1]);
  if (process < 0) {
    ::close(ends[0]);
    throw SimulationError(std::string("fork: ") + std::strerror(error));
  }
  workers_.push_back({id, process, ends[0], {}});
}

bool WorkerPool::read_some(Worker& worker) {
  char buffer[65536];
  const ssize_t n = ::read(worker.pipe, buffer, sizeof buffer);
  if (n > 0) worker.received.append(buffer, static_cast<std::size_t>(n));
  return n > 0 || (n < 0 && errno == EINTR);
}

WorkerEnd WorkerPool::reap(Worker& worker) {
  ::close(worker.pipe);
  int status = 0;
  while (::waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

void WorkerPool::wait(int timeout_ms,
                      const std::function<void(std::uint64_t, const WorkerMessage&)>& on_message,
                      const std::function<void(std::uint64_t, const WorkerEnd&)>& on_end) {
  std::vector<pollfd> polled;
  for (const Worker& worker : workers_) polled.push_back({worker.pipe, POLLIN, 0});
  if (::poll(polled.data(), polled.size(), timeout_ms) <= 0) return;
  for (std::size_t i = polled.size(); i-- > 0;) {
    if (polled[i].revents == 0) continue;
    Worker& worker = workers_[i];
    const bool goes_on = read_some(worker);
    std::size_t begin = 0;
    for (WorkerMessage message; take(worker.received, begin, message);)
      on_message(worker.id, message);
    worker.received.erase(0, begin);
    if (goes_on) continue;
    const std::uint64_t id = worker.id;
    const WorkerEnd end = reap(worker);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(i));
    on_end(id, end);
  }
}

}  // namespace drnn
