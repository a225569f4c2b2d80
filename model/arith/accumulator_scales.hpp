#pragma once

#include <cstdint>

namespace drnn {

/// An exponent for each accumulator of a layer.
struct AccumulatorScales {
  int r = 0;
  int u = 0;
  int cx = 0;
  int ch = 0;

  constexpr bool operator==(const AccumulatorScales& o) const {
    return r == o.r && u == o.u && cx == o.cx && ch == o.ch;
  }
};

/// Power-of-two scales of one layer: the tensors that meet in an accumulator were divided by
/// 2^exponent before they were rounded to their formats; 0 is no scale. The weights' tensors of one
/// accumulator share their exponent, and the accumulator counts in units of 2^-(F+W-exponent). So
/// do the biases, whose exponent only concerns how the accumulator's initial value is stored.
struct LayerScales {
  AccumulatorScales weights;  ///< and what a bias column holds
  AccumulatorScales biases;

  constexpr bool operator==(const LayerScales& o) const {
    return weights == o.weights && biases == o.biases;
  }
};

constexpr int kLargestScale = 15;  ///< an exponent has four bits in the register

/// As a register holds them, four bits each: r, u, cx, ch of the weights from bit 0 on, then of the
/// biases.
constexpr std::uint32_t to_word(const LayerScales& scales) {
  const auto half = [](const AccumulatorScales& s) {
    return static_cast<std::uint32_t>(s.r | s.u << 4 | s.cx << 8 | s.ch << 12);
  };
  return half(scales.weights) | half(scales.biases) << 16;
}

constexpr LayerScales scales_of_word(std::uint32_t word) {
  const auto half = [word](int shift) {
    const auto field = [&](int more) { return static_cast<int>(word >> (shift + more) & 0xf); };
    return AccumulatorScales{field(0), field(4), field(8), field(12)};
  };
  return {half(0), half(16)};
}

}  // namespace drnn
