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

  /// How often in cycles from `now` on.
  std::uint64_t from(Cycle now) const {
    return end <= now ? 0 : (end - std::max(begin, now)) * per_cycle;
  }
  /// How often in cycle `now`.
  std::uint64_t in(Cycle now) const { return begin <= now && now < end ? per_cycle : 0; }
  /// Happens `count` times in cycle `now`, too; nothing happens later.
  void add(Cycle now, std::uint64_t count) {
    if (end != now + 1) *this = {now, now + 1, 0};
    per_cycle += count;
  }
};

}  // namespace drnn
