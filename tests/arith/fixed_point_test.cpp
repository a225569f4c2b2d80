#include "model/arith/fixed_point.hpp"

#include <catch2/catch.hpp>
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "tests/support/random_source.hpp"

namespace {

using drnn::FixedFormat;
using drnn::Overflow;
using drnn::Rounding;
using drnn::test::RandomSource;

__extension__ using Wide = __int128;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr Rounding kRoundings[] = {Rounding::half_even, Rounding::half_up, Rounding::floor,
                                   Rounding::toward_zero};

/// The textbook definitions on 128 bits: floor and remainder of a division by 2^shift.
std::int64_t rounded(Wide value, int shift, Rounding rounding) {
  const Wide divisor = Wide{1} << shift;
  Wide quotient = value / divisor;
  Wide rest = value % divisor;
  if (rest < 0) {
    rest += divisor;
    --quotient;
  }
  bool up = false;
  if (rounding == Rounding::half_up) up = 2 * rest >= divisor;
  if (rounding == Rounding::toward_zero) up = value < 0 && rest != 0;
  if (rounding == Rounding::half_even) {
    up = 2 * rest > divisor || (2 * rest == divisor && quotient % 2 != 0);
  }
  return static_cast<std::int64_t>(quotient + (up ? 1 : 0));
}

std::int64_t fitted(Wide value, int bits, Overflow overflow) {
  const Wide span = Wide{1} << bits;
  const Wide low = -(span / 2);
  const Wide high = span / 2 - 1;
  if (overflow == Overflow::saturate) {
    return static_cast<std::int64_t>(value < low ? low : value > high ? high : value);
  }
  Wide offset = (value - low) % span;
  if (offset < 0) offset += span;
  return static_cast<std::int64_t>(offset + low);
}

/// Values at which something can go wrong: the ends, zero, and around every power of two.
std::vector<std::int64_t> edge_values() {
  std::vector<std::int64_t> values{kMin, kMin + 1, kMax - 1, kMax, 0};
  for (int power = 0; power < 63; ++power) {
    const std::int64_t p = std::int64_t{1} << power;
    for (const std::int64_t v : {p - 1, p, p + 1, p + p / 2}) {
      values.push_back(v);
      values.push_back(-v);
    }
  }
  return values;
}

std::vector<std::int64_t> random_values(std::uint64_t seed, int count) {
  RandomSource random(seed);
  std::vector<std::int64_t> values;
  for (int i = 0; i < count; ++i) {
    const auto high = random.between(-(std::int64_t{1} << 31), (std::int64_t{1} << 31) - 1);
    values.push_back(
        (high * (std::int64_t{1} << 32) + random.between(0, (std::int64_t{1} << 32) - 1)) >>
        random.small(0, 63));
  }
  return values;
}

int wrong_roundings(const std::vector<std::int64_t>& values, Rounding rounding) {
  int wrong = 0;
  for (const std::int64_t value : values) {
    for (int shift = 0; shift <= 62; ++shift) {
      if (drnn::round_shift(value, shift, rounding) != rounded(value, shift, rounding)) ++wrong;
    }
  }
  return wrong;
}

int wrong_fits(const std::vector<std::int64_t>& values, Overflow overflow) {
  int wrong = 0;
  for (const std::int64_t value : values) {
    for (int bits = 1; bits <= 64; ++bits) {
      if (drnn::fit(value, bits, overflow) != fitted(value, bits, overflow)) ++wrong;
    }
  }
  return wrong;
}

int wrong_growths(const std::vector<std::int64_t>& values, Overflow overflow) {
  int wrong = 0;
  for (const std::int64_t value : values) {
    for (int growth = 0; growth <= 62; ++growth) {
      for (const int bits : {1, 8, 16, 48, 63, 64}) {
        const auto result = drnn::convert(value, 0, {bits, growth}, Rounding::half_even, overflow);
        if (result != fitted(Wide{value} * (Wide{1} << growth), bits, overflow)) ++wrong;
      }
    }
  }
  return wrong;
}

}  // namespace

TEST_CASE("round_shift is exact for every shift at the extremes of 64 bits") {
  const std::uint64_t seed = 101;
  CAPTURE(seed);
  for (const Rounding rounding : kRoundings) {
    CAPTURE(static_cast<int>(rounding));
    CHECK(wrong_roundings(edge_values(), rounding) == 0);
    CHECK(wrong_roundings(random_values(seed, 2000), rounding) == 0);
  }
}

TEST_CASE("fit wraps and saturates exactly for every width from 1 to 64") {
  const std::uint64_t seed = 102;
  CAPTURE(seed);
  for (const Overflow overflow : {Overflow::wrap, Overflow::saturate}) {
    CAPTURE(static_cast<int>(overflow));
    CHECK(wrong_fits(edge_values(), overflow) == 0);
    CHECK(wrong_fits(random_values(seed, 2000), overflow) == 0);
  }
}

TEST_CASE("a fraction that grows beyond 64 bits wraps or saturates without overflow") {
  const std::uint64_t seed = 103;
  CAPTURE(seed);
  for (const Overflow overflow : {Overflow::wrap, Overflow::saturate}) {
    CAPTURE(static_cast<int>(overflow));
    CHECK(wrong_growths(edge_values(), overflow) == 0);
    CHECK(wrong_growths(random_values(seed, 500), overflow) == 0);
  }
  CHECK(drnn::shift_left(-1, 200, 16, Overflow::wrap) == 0);
  CHECK(drnn::shift_left(-1, 200, 16, Overflow::saturate) == -32768);
  CHECK(drnn::shift_left(0, 200, 16, Overflow::saturate) == 0);
}

TEST_CASE("a format states its limits at every width up to 64") {
  CHECK(FixedFormat{16, 8}.min_raw() == -32768);
  CHECK(FixedFormat{16, 8}.max_raw() == 32767);
  CHECK(FixedFormat{1, 0}.min_raw() == -1);
  CHECK(FixedFormat{1, 0}.max_raw() == 0);
  CHECK(FixedFormat{64, 0}.min_raw() == kMin);
  CHECK(FixedFormat{64, 0}.max_raw() == kMax);
  CHECK(FixedFormat{8, 7}.holds(127));
  CHECK_FALSE(FixedFormat{8, 7}.holds(128));
}

TEST_CASE("a format is named by its integer and fraction bits") {
  CHECK(drnn::to_string(FixedFormat{16, 8}) == "Q8.8");
  CHECK(drnn::to_string(FixedFormat{8, 7}) == "Q1.7");
  CHECK(drnn::to_string(FixedFormat{24, 15}) == "Q9.15");
  CHECK(drnn::to_string(FixedFormat{8, 0}) == "Q8.0");
}

TEST_CASE("quantise rounds half to even") {
  const FixedFormat q88{16, 8};
  const double lsb = 1.0 / 256;
  CHECK(drnn::quantise(0.5 * lsb, q88) == 0);
  CHECK(drnn::quantise(1.5 * lsb, q88) == 2);
  CHECK(drnn::quantise(2.5 * lsb, q88) == 2);
  CHECK(drnn::quantise(-0.5 * lsb, q88) == 0);
  CHECK(drnn::quantise(-1.5 * lsb, q88) == -2);
  CHECK(drnn::quantise(-2.5 * lsb, q88) == -2);
  CHECK(drnn::quantise(std::nextafter(0.5, 0.0) * lsb, q88) == 0);
  CHECK(drnn::quantise(std::nextafter(0.5, 1.0) * lsb, q88) == 1);
  CHECK(drnn::quantise(std::nextafter(-0.5, -1.0) * lsb, q88) == -1);
}

TEST_CASE("quantise gives the same in every rounding mode of the environment") {
  const FixedFormat q88{16, 8};
  const int before = std::fegetround();
  for (const int mode : {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::fesetround(mode);
    const auto tie = drnn::quantise(2.5 / 256, q88);
    const auto above = drnn::quantise(0.6 / 256, q88);
    const auto below = drnn::quantise(-0.4 / 256, q88);
    std::fesetround(before);
    CHECK(tie == 2);
    CHECK(above == 1);
    CHECK(below == 0);
  }
}

TEST_CASE("quantise returns every raw value of a format unchanged") {
  const FixedFormat format{16, 11};
  int wrong = 0;
  for (auto raw = format.min_raw(); raw <= format.max_raw(); ++raw) {
    if (drnn::quantise(drnn::to_real(raw, format), format) != raw) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("quantise refuses what rounds out of the format and nothing else") {
  const FixedFormat q17{8, 7};
  CHECK(drnn::quantise(127.49 / 128, q17) == 127);
  CHECK_FALSE(drnn::quantise(127.5 / 128, q17));  // half to even would be 128
  CHECK(drnn::quantise(-1.0, q17) == -128);
  CHECK(drnn::quantise(-128.5 / 128, q17) == -128);  // half to even
  CHECK_FALSE(drnn::quantise(-128.51 / 128, q17));
}

TEST_CASE("quantise refuses NaN and infinity and copes with the ends of double") {
  const FixedFormat widest{64, 0};
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_FALSE(drnn::quantise(std::numeric_limits<double>::quiet_NaN(), widest));
  CHECK_FALSE(drnn::quantise(infinity, widest));
  CHECK_FALSE(drnn::quantise(-infinity, widest));
  CHECK_FALSE(drnn::quantise(1e308, FixedFormat{64, 63}));
  CHECK_FALSE(drnn::quantise(std::ldexp(1.0, 63), widest));
  CHECK(drnn::quantise(-std::ldexp(1.0, 63), widest) == kMin);
  CHECK(drnn::quantise(std::numeric_limits<double>::denorm_min(), widest) == 0);
}

TEST_CASE("the smallest format has as many fraction bits as the value leaves") {
  CHECK(drnn::smallest_format(0.0, 8) == FixedFormat{8, 7});
  CHECK(drnn::smallest_format(-1.0, 8) == FixedFormat{8, 7});
  CHECK(drnn::smallest_format(1.0, 8) == FixedFormat{8, 6});
  CHECK(drnn::smallest_format(3.2, 8) == FixedFormat{8, 5});
  CHECK(drnn::smallest_format(127.0, 8) == FixedFormat{8, 0});
  CHECK_FALSE(drnn::smallest_format(128.0, 8));
  CHECK_FALSE(drnn::smallest_format(std::numeric_limits<double>::quiet_NaN(), 8));
}
