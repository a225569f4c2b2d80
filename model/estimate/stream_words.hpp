#pragma once

#include <cstdint>

#include "model/config/parameters.hpp"

namespace drnn {

/// Words of a stream, each an activation, in so many bits.
inline std::uint64_t words_of(std::int64_t bits, const Parameters& p) {
  return static_cast<std::uint64_t>(bits / p.numeric.activation.bits);
}

}  // namespace drnn
