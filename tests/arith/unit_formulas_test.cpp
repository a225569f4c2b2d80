#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>

#include "model/arith/delta_gru.hpp"
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
