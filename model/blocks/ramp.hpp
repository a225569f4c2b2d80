#pragma once

#include <algorithm>
#include <cstdint>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Something that happens `per_cycle` times in each cycle from `begin` to the one before `end`. A
/// block that knows what it will do in a stretch of cycles says so at their begin; who looks in
/// between sees what has happened by then.
struct Ramp {
  Cycle begin = 0, end = 0;
  std::uint64_t per_cycle = 0;

  /// How often in cycles before `now`.
  std::uint64_t before(Cycle now) const {
    return now <= begin ? 0 : (std::min(now, end) - begin) * per_cycle;
  }
  std::uint64_t all() const { return (end - begin) * per_cycle; }
  bool includes(Cycle now) const { return begin <= now && now < end; }

  /// Forgets what happens in cycles before `now`; returns how often that was.
  std::uint64_t take_before(Cycle now) {
    const std::uint64_t count = before(now);
    begin = std::min(std::max(begin, now), end);
    return count;
  }
  /// Adds `count` in cycle `now`, which is in the ramp only if that lasts no longer.
  void add(Cycle now, std::uint64_t count) {
    if (!includes(now)) *this = {now, now + 1, 0};
    per_cycle += count;
  }
};

}  // namespace drnn
