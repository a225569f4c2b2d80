#include "sim/trace/slice_stack.hpp"

#include <algorithm>
#include <utility>

namespace drnn {

void SliceStack::open(std::size_t level, Cycle now, Label label) {
  open_[level] = slices_.size();
  slices_.push_back({std::move(label), now, now});
}

void SliceStack::close_from(std::size_t level, Cycle now) {
  for (; level < kLevels; ++level) {
    if (keys_[level] != kNone) slices_[open_[level]].end = now;
    keys_[level] = kNone;
  }
  const auto none = [](std::uint64_t key) { return key == kNone; };
  if (std::all_of(keys_.begin(), keys_.end(), none)) write();
}

void SliceStack::write() {
  for (const Slice& slice : slices_)
    writer_.slice(track_, slice.label.name, slice.begin, slice.end, slice.label.arguments);
  slices_.clear();
}

}  // namespace drnn
