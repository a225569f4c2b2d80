#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

namespace drnn::test {

/// Sanitizers keep what was freed, which would count as held.
inline const std::string kKeepNothingFreed =
    "ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=0:thread_local_quarantine_size_kb=0 ";

/// The program, run beside the test.
class ChildProgram {
 public:
  explicit ChildProgram(const std::string& arguments, const std::string& folder = ".")
      : process_(::fork()) {
    if (process_ != 0) return;
    if (::chdir(folder.c_str()) != 0) ::_exit(127);
    ::execl(
        "/bin/sh", "sh", "-c",
        (kKeepNothingFreed + "exec '" DRNN_PROGRAM "' " + arguments + " >/dev/null 2>&1").c_str(),
        nullptr);
    ::_exit(127);
  }
  void signal(int number) const { ::kill(process_, number); }
  /// Exit code, or 128 and the signal.
  int wait() {
    int status = 0;
    ::wait4(process_, &status, 0, &usage_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  /// Of the largest process among it and its own.
  long resident_kb() const { return usage_.ru_maxrss; }

 private:
  const pid_t process_;
  rusage usage_{};
};

}  // namespace drnn::test
