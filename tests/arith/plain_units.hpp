#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "model/arith/delta_gru.hpp"

// The activation of one unit, written down a second time from the definitions of the profiles, with
// constants instead of parameters and without anything from model/arith but the struct of sums.
namespace drnn::test {

inline std::int64_t half_up(std::int64_t a, int n) {
  return (a + (std::int64_t{1} << (n - 1))) >> n;
}

/// Adds half less one, or half where the kept part is odd (RHE).
inline std::int64_t half_even(std::int64_t a, int n) {
  const std::int64_t odd = (a >> n) & 1;
  return (a + (std::int64_t{1} << (n - 1)) - 1 + odd) >> n;
}

inline std::int64_t sat16(std::int64_t a) {
  return a > 32767 ? 32767 : a < -32768 ? -32768 : a;
}
inline std::int64_t low16(std::int64_t a) {
  return static_cast<std::int16_t>(a & 0xffff);
}
inline std::int64_t low24(std::int64_t a) {
  return ((a & 0xffffff) ^ 0x800000) - 0x800000;
}

inline double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

/// Architecture contract, profile q88.
inline std::int64_t plain_q88(const UnitAccumulators& m, std::int64_t h) {
  const auto sig = [](std::int64_t pre) -> std::int64_t {
    return std::llround(std::floor(256 * sigmoid(static_cast<double>(pre) / 256) + 0.5));
  };
  const std::int64_t r = sig(sat16(half_up(m.r, 7)));
  const std::int64_t u = sig(sat16(half_up(m.u, 7)));
  const std::int64_t pre_c = sat16(half_up(m.cx, 7) + half_up(r * sat16(half_up(m.ch, 7)), 8));
  const auto c = std::llround(std::floor(256 * std::tanh(static_cast<double>(pre_c) / 256) + 0.5));
  return c + half_up(u * (h - c), 8);
}

/// Facts section 3, points 2 to 6.
inline std::int64_t plain_edgedrnn(const UnitAccumulators& m, std::int64_t h) {
  const auto sig = [](std::int64_t pre) -> std::int64_t {
    return 16 * std::llround(16 * sigmoid(static_cast<double>(pre) / 256));
  };
  const std::int64_t r = sig(low16(half_even(m.r, 7)));
  const std::int64_t u = sig(low16(half_even(m.u, 7)));
  const std::int64_t t = low24(r * low16(half_even(m.ch, 7)) + 2 * m.cx);
  const std::int64_t c =
      16 * std::llround(16 * std::tanh(static_cast<double>(low16(half_even(t, 8))) / 256));
  return half_even((256 - u) * c, 8) + half_even(u * h, 8);
}

/// The documented choices of profile drnn: weights Q3.13, gates of 6 bits, joint sum, difference.
inline std::int64_t plain_drnn(const UnitAccumulators& m, std::int64_t h) {
  const auto sig = [](std::int64_t pre) -> std::int64_t {
    return 4 * std::llround(64 * sigmoid(static_cast<double>(pre) / 256));
  };
  const std::int64_t r = sig(sat16(half_even(m.r, 13)));
  const std::int64_t u = sig(sat16(half_even(m.u, 13)));
  const std::int64_t t = 32 * r * sat16(half_even(m.ch, 13)) + m.cx;
  const std::int64_t c =
      4 * std::llround(64 * std::tanh(static_cast<double>(sat16(half_even(t, 13))) / 256));
  return c + half_even(u * (h - c), 8);
}

inline std::int64_t plain_unit(const std::string& profile, const UnitAccumulators& m,
                               std::int64_t h) {
  if (profile == "q88") return plain_q88(m, h);
  return profile == "edgedrnn" ? plain_edgedrnn(m, h) : plain_drnn(m, h);
}

}  // namespace drnn::test
