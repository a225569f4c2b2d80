#include <catch2/catch.hpp>

#include "model/arith/delta_gru.hpp"
#include "tests/arith/float_layers.hpp"

namespace {

using namespace drnn;

std::uint64_t conversions(std::int64_t accumulator, const NumericProfile& profile) {
  OverflowCounts counts;
  pre_activation(accumulator, profile, 0, &counts);
  return counts.conversions;
}

std::uint64_t reads(std::int64_t kept, const NumericProfile& profile) {
  OverflowCounts counts;
  read_accumulator(kept, profile, &counts);
  return counts.accumulators;
}

std::uint64_t joint_sums(const UnitAccumulators& m, std::int32_t r, const NumericProfile& profile) {
  OverflowCounts counts;
  candidate_pre_activation(m, r, profile, {}, &counts);
  return counts.accumulators;
}

}  // namespace

TEST_CASE("a conversion counts from the first value that the activation format lacks") {
  const NumericProfile q88 = numeric_profile("q88");
  CHECK(conversions(std::int64_t{32767} << 7, q88) == 0);
  CHECK(conversions((std::int64_t{32767} << 7) + 63, q88) == 0);
  CHECK(conversions((std::int64_t{32767} << 7) + 64, q88) == 1);  // half up: 32768
  CHECK(conversions(-(std::int64_t{32768} << 7), q88) == 0);
  CHECK(conversions(-(std::int64_t{32769} << 7), q88) == 1);
  const NumericProfile edgedrnn = numeric_profile("edgedrnn");
  CHECK(conversions(std::int64_t{32767} << 7, edgedrnn) == 0);
  CHECK(conversions(std::int64_t{32768} << 7, edgedrnn) == 1);  // wraps
}

TEST_CASE("an accumulator that wraps counts where it is read outside its width") {
  const NumericProfile profile = numeric_profile("edgedrnn");  // 24 bits
  CHECK(reads((1 << 23) - 1, profile) == 0);
  CHECK(reads(1 << 23, profile) == 1);
  CHECK(reads(-(1 << 23), profile) == 0);
  CHECK(reads(-(1 << 23) - 1, profile) == 1);
}

TEST_CASE("an accumulator that saturates counts where it is read at an end of its range") {
  NumericProfile profile = numeric_profile("edgedrnn");
  profile.accumulator_overflow = Overflow::saturate;
  CHECK(reads((1 << 23) - 2, profile) == 0);
  CHECK(reads((1 << 23) - 1, profile) == 1);
  CHECK(reads(-(1 << 23) + 1, profile) == 0);
  CHECK(reads(-(1 << 23), profile) == 1);
}

TEST_CASE("the joint sum counts where it does not fit the accumulator's width") {
  const NumericProfile profile = numeric_profile("edgedrnn");  // 2*M_cx + r*M_ch in 24 bits
  CHECK(joint_sums({0, 0, (1 << 22) - 1, 0}, 0, profile) == 0);
  CHECK(joint_sums({0, 0, 1 << 22, 0}, 0, profile) == 1);
  // M_ch = -1 in Q8.8 takes 256 * 256 of it away again.
  CHECK(joint_sums({0, 0, 1 << 22, -256 * 128}, 256, profile) == 0);
}

TEST_CASE("a cell counts over its steps and forgets at a reset") {
  FloatLayer layer = test::zero_layer(1, 2);
  layer.w_x[kReset] = {0.5f, 0.5f};
  layer.b_x[kReset] = {100.0f, 0.0f};
  const NumericProfile profile = numeric_profile("q88");
  const QuantisedNetwork network = quantise(FloatNetwork{{layer}, {}}, profile);
  DeltaGruNetwork gru(network, profile, {0, 0, true});
  // Unit 0: 100 + 0.5 x is beyond 127.99 from x = 56 on.
  const std::int32_t below = 55 * 256;
  const std::int32_t above = 56 * 256;
  gru.step(&below);
  CHECK(gru.overflows().conversions == 0);
  gru.step(&above);
  gru.step(&above);
  CHECK(gru.overflows().conversions == 2);
  CHECK(gru.overflows().accumulators == 0);
  gru.reset();
  CHECK(gru.overflows().conversions == 0);
}
