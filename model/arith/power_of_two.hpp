#pragma once

#include <cstdint>

namespace drnn {

/// n, where the argument is 2 to the n.
constexpr int log2_of(std::uint32_t power_of_two) {
  int bits = 0;
  while ((power_of_two >> bits) > 1) ++bits;
  return bits;
}

}  // namespace drnn
