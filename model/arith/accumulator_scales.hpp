#pragma once

#include <cstdint>

namespace drnn {

/// Power-of-two scales of one layer: the tensors that meet in an accumulator were divided by
/// 2^exponent before they were rounded to their formats, so the accumulator counts in units of
/// 2^-(F+W-exponent). Tensors of one accumulator share its exponent; 0 is no scale.
struct AccumulatorScales {
  int r = 0;
  int u = 0;
  int cx = 0;
  int ch = 0;

  constexpr bool operator==(const AccumulatorScales& o) const {
    return r == o.r && u == o.u && cx == o.cx && ch == o.ch;
  }
};

constexpr int kLargestScale = 15;  ///< the exponent has four bits in the register

/// As a register holds them: r in bits 3..0, u in 7..4, cx in 11..8, ch in 15..12.
constexpr std::uint32_t to_word(const AccumulatorScales& scales) {
  return static_cast<std::uint32_t>(scales.r | scales.u << 4 | scales.cx << 8 | scales.ch << 12);
}

constexpr AccumulatorScales scales_of_word(std::uint32_t word) {
  const auto field = [word](int shift) { return static_cast<int>(word >> shift & 0xf); };
  return {field(0), field(4), field(8), field(12)};
}

}  // namespace drnn
