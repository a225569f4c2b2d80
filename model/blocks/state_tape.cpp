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
  if (replayed_->h.size() - place_ < static_cast<std::size_t>(count))
    throw std::logic_error("a recording of states is shorter than the run");
  const auto from = replayed_->h.begin() + static_cast<std::ptrdiff_t>(place_);
  std::copy_n(from, count, h);
  place_ += static_cast<std::size_t>(count);
}

}  // namespace drnn
