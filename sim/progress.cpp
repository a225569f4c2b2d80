#include "sim/progress.hpp"

#include <unistd.h>

#include <cstdio>
#include <string>

namespace drnn {

namespace {

constexpr std::chrono::milliseconds kFirst{500};
constexpr std::chrono::milliseconds kInterval{100};
constexpr int kWidth = 40;

}  // namespace

Progress::Progress(std::uint64_t total, bool enabled)
    : total_(total),
      enabled_(enabled && total > 0 && isatty(STDERR_FILENO) != 0),
      begin_(std::chrono::steady_clock::now()),
      next_(begin_ + kFirst) {}

Progress::~Progress() {
  if (drawn_) std::fprintf(stderr, "\r\033[K");
}

void Progress::draw() {
  const auto now = std::chrono::steady_clock::now();
  if (!enabled_ || now < next_) return;
  next_ = now + kInterval;
  drawn_ = true;
  const double share = static_cast<double>(done_) / static_cast<double>(total_);
  const double elapsed_s = std::chrono::duration<double>(now - begin_).count();
  const int filled = static_cast<int>(share * kWidth);
  std::fprintf(stderr, "\r[%s%s] %3.0f %%, %.0f s left\033[K",
               std::string(static_cast<std::size_t>(filled), '#').c_str(),
               std::string(static_cast<std::size_t>(kWidth - filled), '.').c_str(), 100 * share,
               elapsed_s / share - elapsed_s);
  std::fflush(stderr);
}

}  // namespace drnn
