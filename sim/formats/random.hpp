#pragma once

#include <array>
#include <cstdint>

namespace drnn {

/// xoshiro256** 1.0, seeded through splitmix64: the same numbers from every compiler and library,
/// which the distributions of <random> do not promise.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = split_mix(seed);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// Uniform in [-limit, limit).
  double symmetric(double limit) { return (2.0 * uniform() - 1.0) * limit; }

  /// Uniform in 0..count-1, without bias; count at least 1.
  std::uint64_t below(std::uint64_t count) {
    const std::uint64_t reject_under = (0 - count) % count;
    std::uint64_t value = next();
    while (value < reject_under) value = next();
    return value % count;
  }

 private:
  static std::uint64_t rotate(std::uint64_t x, int bits) {
    return (x << bits) | (x >> (64 - bits));
  }

  static std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  std::array<std::uint64_t, 4> state_;
};

}  // namespace drnn
