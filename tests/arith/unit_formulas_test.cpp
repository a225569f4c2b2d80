#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>

#include "model/arith/unit_activation.hpp"
#include "tests/arith/plain_units.hpp"
#include "tests/support/random_source.hpp"

namespace {

using drnn::numeric_profile;
using drnn::NumericProfile;
using drnn::UnitAccumulators;
using drnn::test::RandomSource;

/// Of random magnitude, so that small sums, the steep part of the gates and overflow all occur.
std::int64_t random_sum(int bits, RandomSource& random) {
  const std::int64_t limit = (std::int64_t{1} << random.small(1, bits - 1)) - 1;
  return random.between(-limit - 1, limit);
}

UnitAccumulators random_sums(int bits, RandomSource& random) {
  return {random_sum(bits, random), random_sum(bits, random), random_sum(bits, random),
          random_sum(bits, random)};
}

}  // namespace

TEST_CASE("a unit's activation equals the profile's definition for random sums") {
  const std::string name = GENERATE("q88", "edgedrnn", "drnn");
  const std::uint64_t seed = 201;
  CAPTURE(name, seed);
  RandomSource random(seed);
  const NumericProfile profile = numeric_profile(name);
  const drnn::Nonlinearities tables(profile);
  // 24 bits is all that edgedrnn has; 34 bits reach beyond the activation format's range in drnn.
  const int bits = std::min(profile.accumulator_bits, 34);
  int wrong = 0;
  for (int i = 0; i < 300000; ++i) {
    const UnitAccumulators m = random_sums(bits, random);
    const int h = random.small(-256, 256);
    if (drnn::activate(m, h, profile, tables) != drnn::test::plain_unit(name, m, h)) ++wrong;
  }
  CHECK(wrong == 0);
}

namespace {

NumericProfile random_choices(RandomSource& random) {
  const auto names = drnn::numeric_profile_names();
  NumericProfile p = numeric_profile(names[static_cast<std::size_t>(random.between(0, 2))]);
  p.rounding = static_cast<drnn::Rounding>(random.between(0, 3));
  p.accumulator_overflow = static_cast<drnn::Overflow>(random.between(0, 1));
  p.conversion_overflow = static_cast<drnn::Overflow>(random.between(0, 1));
  p.accumulator_bits = static_cast<int>(random.between(18, 48));
  p.candidate_sum = static_cast<drnn::CandidateSum>(random.between(0, 1));
  p.blend = static_cast<drnn::Blend>(random.between(0, 1));
  return p;
}

/// Sums of `count` units as they are kept: wrapping ones may lie outside their width.
std::vector<std::int64_t> kept_sums(const NumericProfile& p, int count, RandomSource& random) {
  const bool wrap = p.accumulator_overflow == drnn::Overflow::wrap;
  std::vector<std::int64_t> sums;
  for (int i = 0; i < count; ++i)
    sums.push_back(random_sum(p.accumulator_bits + (wrap ? 3 : 0), random));
  return sums;
}

}  // namespace

TEST_CASE("units activated together equal units one by one, overflow counts included") {
  const std::uint64_t seed = 4711;
  CAPTURE(seed);
  RandomSource random(seed);
  for (int trial = 0; trial < 60; ++trial) {
    const NumericProfile p = random_choices(random);
    const drnn::Nonlinearities tables(p);
    const drnn::AccumulatorScales scales{
        static_cast<int>(random.between(0, 15)), static_cast<int>(random.between(0, 15)),
        static_cast<int>(random.between(0, 15)), static_cast<int>(random.between(0, 15))};
    const int count = static_cast<int>(random.between(1, 40));
    std::vector<std::int64_t> sums[4];
    for (auto& s : sums) s = kept_sums(p, count, random);
    std::vector<std::int16_t> h;
    for (int i = 0; i < count; ++i) h.push_back(static_cast<std::int16_t>(random.small(-256, 256)));

    std::vector<std::int32_t> together(static_cast<std::size_t>(count));
    drnn::OverflowCounts reads, results, expected_reads, expected_results;
    drnn::UnitActivation(p, tables, scales)
        .activate({sums[0].data(), sums[1].data(), sums[2].data(), sums[3].data()}, h.data(), count,
                  together.data(), reads, results);
    for (std::size_t i = 0; i < together.size(); ++i) {
      const auto read = [&](int region) {
        return drnn::read_accumulator(sums[region][i], p, &expected_reads);
      };
      const UnitAccumulators m{read(0), read(1), read(2), read(3)};
      CHECK(together[i] == drnn::activate(m, h[i], p, tables, scales, &expected_results));
    }
    CHECK(reads.accumulators == expected_reads.accumulators);
    CHECK(results.accumulators == expected_results.accumulators);
    CHECK(results.conversions == expected_results.conversions);
  }
}

TEST_CASE("pre-activations saturate in q88 and drnn and wrap in edgedrnn") {
  const std::int64_t beyond_q88 = std::int64_t{32768} << 7;
  CHECK(drnn::pre_activation(beyond_q88, numeric_profile("q88")) == 32767);
  CHECK(drnn::pre_activation(-beyond_q88 - 128, numeric_profile("q88")) == -32768);
  CHECK(drnn::pre_activation(std::int64_t{32768} << 13, numeric_profile("drnn")) == 32767);
  // 24 bits hold up to 2^23 - 1, which is 2^16 after the shift: 0 in 16 bits.
  CHECK(drnn::pre_activation((1 << 23) - 1, numeric_profile("edgedrnn")) == 0);
}

TEST_CASE("ties of a pre-activation follow the profile") {
  const NumericProfile q88 = numeric_profile("q88");
  CHECK(drnn::pre_activation(64, q88) == 1);
  CHECK(drnn::pre_activation(-64, q88) == 0);
  CHECK(drnn::pre_activation(192, q88) == 2);
  const NumericProfile edgedrnn = numeric_profile("edgedrnn");
  CHECK(drnn::pre_activation(64, edgedrnn) == 0);
  CHECK(drnn::pre_activation(-64, edgedrnn) == 0);
  CHECK(drnn::pre_activation(192, edgedrnn) == 2);
}

TEST_CASE("apart saturates the sum of the candidate's terms but not each term") {
  const NumericProfile q88 = numeric_profile("q88");
  // M_cx alone is 40000, beyond 16 bits; r*M_ch brings the sum back to 30000.
  const UnitAccumulators m{0, 0, std::int64_t{40000} << 7, std::int64_t{-10000} * 128};
  CHECK(drnn::candidate_pre_activation(m, 256, q88) == 30000);
  CHECK(drnn::candidate_pre_activation(m, 0, q88) == 32767);
}

TEST_CASE("joint keeps the bits of M_cx that apart rounds away") {
  NumericProfile profile = numeric_profile("q88");
  // M_cx = 63/128 lsb and r*M_ch = 128/256 lsb: nearly 1 together, rounded up half by half alone.
  const UnitAccumulators m{0, 0, 63, 128};
  CHECK(drnn::candidate_pre_activation(m, 128, profile) == 1);
  profile.candidate_sum = drnn::CandidateSum::joint;
  CHECK(drnn::candidate_pre_activation(m, 128, profile) == 1);
  CHECK(drnn::candidate_pre_activation(m, 127, profile) == 1);
  profile.candidate_sum = drnn::CandidateSum::apart;
  CHECK(drnn::candidate_pre_activation(m, 127, profile) == 0);
}

TEST_CASE("the joint sum of the RTL wraps at 24 bits") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  const UnitAccumulators m{0, 0, 1 << 22, 0};
  // 2*M_cx = 2^23 becomes -2^23, which is -2^15 after the shift by 8.
  CHECK(drnn::candidate_pre_activation(m, 0, profile) == -32768);
  CHECK(drnn::candidate_pre_activation({0, 0, (1 << 22) - 128, 0}, 0, profile) == 32767);
}

TEST_CASE("the joint sum and its shifted M_cx stay inside a saturating accumulator") {
  NumericProfile profile = numeric_profile("edgedrnn");
  profile.accumulator_overflow = drnn::Overflow::saturate;
  profile.conversion_overflow = drnn::Overflow::saturate;
  profile.accumulator_bits = 20;  // 2^19 - 1 is 2047.996 after the shift by 8, which rounds to 2048
  // 2*M_cx alone is beyond the accumulator; what r*M_ch = -1024 * 2^8 takes away is taken from its
  // end.
  const std::int64_t m_ch = std::int64_t{-1024} * 128;
  CHECK(drnn::candidate_pre_activation({0, 0, (1 << 19) - 1, m_ch}, 256, profile) == 1024);
  // Both terms and their sum fit; then the sum does not.
  CHECK(drnn::candidate_pre_activation({0, 0, 1 << 17, -m_ch}, 255, profile) == 2044);
  CHECK(drnn::candidate_pre_activation({0, 0, 1 << 17, -m_ch * 2}, 255, profile) == 2048);
}

TEST_CASE("both blends return the candidate at u = 0 and the old state at u = 1") {
  for (const drnn::Blend blend : {drnn::Blend::difference, drnn::Blend::products}) {
    NumericProfile profile = numeric_profile("drnn");
    profile.blend = blend;
    for (int h = -256; h <= 256; h += 16) {
      CHECK(drnn::blend(0, 77, h, profile) == 77);
      CHECK(drnn::blend(256, 77, h, profile) == h);
    }
  }
}

TEST_CASE("products rounds twice where difference rounds once") {
  NumericProfile profile = numeric_profile("drnn");
  profile.blend = drnn::Blend::difference;
  // (1-u)*c + u*h with u = 1/2, c = 3, h = 1: exactly 2.
  CHECK(drnn::blend(128, 3, 1, profile) == 2);
  profile.blend = drnn::Blend::products;
  // 1.5 -> 2 and 0.5 -> 0, half to even.
  CHECK(drnn::blend(128, 3, 1, profile) == 2);
  // u = 1/2, c = 3, h = 3: 1.5 -> 2 twice.
  CHECK(drnn::blend(128, 3, 3, profile) == 4);
  profile.blend = drnn::Blend::difference;
  CHECK(drnn::blend(128, 3, 3, profile) == 3);
}
