#pragma once

#include <chrono>
#include <cstdint>

namespace drnn {

/// A progress bar on standard error for runs of more than half a second; silent where standard
/// error is no terminal.
class Progress {
 public:
  Progress(std::uint64_t total, bool enabled);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance() {
    // The clock is not asked every time: a step may take less than a microsecond.
    if ((++done_ & 63) == 0) draw();
  }
  /// So many more, each of which takes long.
  void advance(std::uint64_t count) {
    done_ += count;
    draw();
  }

 private:
  void draw();

  const std::uint64_t total_;
  const bool enabled_;
  std::uint64_t done_ = 0;
  bool drawn_ = false;
  const std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace drnn
