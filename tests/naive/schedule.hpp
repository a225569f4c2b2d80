#pragma once

#include <cstdint>

namespace drnn::naive {

/// When a neighbour of the accelerator offers or takes words, and how many at most: a function of
/// the cycle alone. Time is cut into stretches of `stretch` cycles, of which about `pause_percent`
/// are pauses.
struct Schedule {
  std::uint64_t seed = 1;
  int words = 1;          ///< at most, in a cycle
  int vary = 0;           ///< 1: from one word to `words`, otherwise always `words`
  int pause_percent = 0;  ///< below 100
  int stretch = 1;        ///< cycles

  int words_in(std::uint64_t cycle) const {
    const auto length = static_cast<std::uint64_t>(stretch);
    if (mixed(cycle / length) % 100 < static_cast<std::uint64_t>(pause_percent)) return 0;
    if (vary == 0) return words;
    return 1 + static_cast<int>(mixed(~cycle) % static_cast<std::uint64_t>(words));
  }

  /// The first cycle after `cycle` that is no pause.
  std::uint64_t next_open(std::uint64_t cycle) const {
    do ++cycle;
    while (words_in(cycle) == 0);
    return cycle;
  }

 private:
  /// SplitMix64's finaliser, so that neighbouring cycles have nothing in common.
  std::uint64_t mixed(std::uint64_t value) const {
    std::uint64_t z = value + seed * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
};

}  // namespace drnn::naive
