#include "model/arith/narrow_activation.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "model/arith/numeric_profile.hpp"
#include "tests/support/random_source.hpp"

namespace {

using drnn::NarrowActivation;
using drnn::NumericProfile;
using drnn::test::RandomSource;

constexpr int kUnits = 24;  // sixteen together and eight

struct ManyUnits {
  std::vector<std::int64_t> r, u, cx, ch;
  std::vector<std::int16_t> h;

  drnn::UnitSums sums() const { return {r.data(), u.data(), cx.data(), ch.data()}; }
};

/// Sums of at most `bits` bits, the sign aside.
ManyUnits random_units(const NumericProfile& p, int bits, RandomSource& random) {
  ManyUnits units;
  const auto sum = [&] {
    const std::int64_t limit = (std::int64_t{1} << random.between(1, bits)) - 1;
    return random.between(-limit - 1, limit);
  };
  for (int i = 0; i < kUnits; ++i) {
    for (auto* region : {&units.r, &units.u, &units.cx, &units.ch}) region->push_back(sum());
    units.h.push_back(
        static_cast<std::int16_t>(random.between(p.activation.min_raw(), p.activation.max_raw())));
  }
  return units;
}

NumericProfile random_profile(RandomSource& random) {
  NumericProfile p;
  p.activation.bits = static_cast<int>(random.between(3, 16));
  p.delta_bits = p.activation.bits;
  p.activation.frac_bits = static_cast<int>(random.between(0, p.activation.bits - 2));
  p.gate_frac_bits = static_cast<int>(random.between(0, p.activation.frac_bits));
  p.weight.bits = static_cast<int>(random.between(2, 16));
  p.weight.frac_bits = static_cast<int>(random.between(0, p.weight.bits - 1));
  p.rounding = static_cast<drnn::Rounding>(random.between(0, 3));
  p.accumulator_overflow = static_cast<drnn::Overflow>(random.between(0, 1));
  p.conversion_overflow = static_cast<drnn::Overflow>(random.between(0, 1));
  p.accumulator_bits = static_cast<int>(random.between(32, 62));
  p.candidate_sum = static_cast<drnn::CandidateSum>(random.between(0, 1));
  p.blend = static_cast<drnn::Blend>(random.between(0, 1));
  return p;
}

drnn::AccumulatorScales random_scales(RandomSource& random) {
  const auto scale = [&] { return static_cast<int>(random.between(0, 15)); };
  drnn::AccumulatorScales scales;
  for (int* s : {&scales.r, &scales.u, &scales.cx, &scales.ch}) *s = scale();
  return scales;
}

}  // namespace

TEST_CASE("units activated together in 32 bits equal units one by one in 64") {
  const std::uint64_t seed = 90210;
  CAPTURE(seed);
  RandomSource random(seed);
  int taken = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    const NumericProfile p = random_profile(random);
    const drnn::Nonlinearities tables(p);
    const drnn::AccumulatorScales scales = random_scales(random);
    const ManyUnits units = random_units(p, 30, random);
    std::int32_t h[kUnits];
    std::uint64_t misfits = 0;
    const int done = NarrowActivation(p, tables, scales)
                         .activate(units.sums(), units.h.data(), kUnits, h, misfits);
    taken += done;
    drnn::OverflowCounts reads, expected;
    for (int i = 0; i < done; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const auto read = [&](std::int64_t sum) { return drnn::read_accumulator(sum, p, &reads); };
      const drnn::UnitAccumulators m{read(units.r[at]), read(units.u[at]), read(units.cx[at]),
                                     read(units.ch[at])};
      CHECK(h[i] == drnn::activate(m, units.h[at], p, tables, scales, &expected));
    }
    CHECK(misfits == expected.conversions);
    CHECK(reads.accumulators == 0);
    CHECK(expected.accumulators == 0);
  }
  CHECK(taken > 10000);
}

TEST_CASE("sums of 29 bits and a sign are activated in 32 bits, wider ones are not") {
  const NumericProfile p = drnn::numeric_profile("drnn");
  const drnn::Nonlinearities tables(p);
  const NarrowActivation narrow(p, tables, {});
  constexpr std::int64_t kLimit = std::int64_t{1} << 29;
  const auto takes = [&](std::int64_t sum, int region) {
    RandomSource random(5);
    ManyUnits units = random_units(p, 20, random);
    std::vector<std::int64_t>* const regions[] = {&units.r, &units.u, &units.cx, &units.ch};
    regions[region]->back() = sum;
    std::int32_t h[kUnits];
    std::uint64_t misfits = 0;
    return narrow.activate(units.sums(), units.h.data(), kUnits, h, misfits) == kUnits;
  };
  for (int region = 0; region < 4; ++region) {
    CHECK(takes(kLimit - 1, region));
    CHECK_FALSE(takes(kLimit, region));
    CHECK(takes(-kLimit, region));
    CHECK_FALSE(takes(-kLimit - 1, region));
    CHECK_FALSE(takes(INT64_MAX, region));
    CHECK_FALSE(takes(INT64_MIN, region));
  }
}

TEST_CASE("accumulators of fewer than 32 bits are not activated in 32 bits") {
  NumericProfile p = drnn::numeric_profile("drnn");
  const drnn::Nonlinearities tables(p);
  RandomSource random(6);
  const ManyUnits units = random_units(p, 20, random);
  const auto takes = [&](int accumulator_bits) {
    p.accumulator_bits = accumulator_bits;
    std::int32_t h[kUnits];
    std::uint64_t misfits = 0;
    return NarrowActivation(p, tables, {})
               .activate(units.sums(), units.h.data(), kUnits, h, misfits) == kUnits;
  };
  CHECK_FALSE(takes(31));
  CHECK(takes(32));
}
