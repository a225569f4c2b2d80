#include "model/blocks/state_tape.hpp"

#include <algorithm>
#include <stdexcept>

namespace drnn {

void StateTape::replay_zeros() {
  static const RecordedStates none;
  replay(none);
  zeros_ = true;
}

void StateTape::next(std::int32_t* h, int count) {
  if (zeros_) {
    std::fill_n(h, count, 0);
    return;
  }
  const auto units = static_cast<std::size_t>(count);
  if (read_.size() - next_ < units) read_on(units);
  std::copy_n(read_.begin() + static_cast<std::ptrdiff_t>(next_), count, h);
  next_ += units;
  place_ += units;
}

void StateTape::read_on(std::size_t count) {
  constexpr std::uint64_t kAtOnce = 8192;
  const std::uint64_t left = replayed_->h.size() - place_;
  if (left < count) throw std::logic_error("a recording of states is shorter than the run");
  read_.resize(static_cast<std::size_t>(std::min(left, std::max<std::uint64_t>(kAtOnce, count))));
  replayed_->h.read(place_, read_.size(), read_.data());
  next_ = 0;
}

}  // namespace drnn
