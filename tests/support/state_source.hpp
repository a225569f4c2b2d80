#pragma once

#include <utility>

#include "sim/accuracy.hpp"

namespace drnn::test {

/// States that are all there.
inline StateSource source_of(States h, std::size_t hidden) {
  return {h.size() / hidden, [h = std::move(h), hidden](std::uint64_t first, std::size_t steps) {
            const auto begin = h.begin() + static_cast<std::ptrdiff_t>(first * hidden);
            return States(begin, begin + static_cast<std::ptrdiff_t>(steps * hidden));
          }};
}

inline States all_of(const StateSource& h) {
  return h.read(0, static_cast<std::size_t>(h.steps));
}

}  // namespace drnn::test
