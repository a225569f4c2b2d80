#pragma once

#include <cstdint>

#include "model/arith/delta_gru.hpp"

namespace drnn {

constexpr int kMostElementsTogether = 64;

/// Which of `count` elements (at most kMostElementsTogether, activation format) are sent: bit i is
/// fires(delta(values[i], references[i], profile), theta, profile).
std::uint64_t fired_elements(const std::int16_t* values, const std::int16_t* references, int count,
                             std::int32_t theta, const NumericProfile& profile);

}  // namespace drnn
