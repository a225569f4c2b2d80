#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>

#include "model/arith/delta_gru.hpp"
#include "tests/support/random_source.hpp"

namespace {

using drnn::DeltaCompare;
using drnn::numeric_profile;
using drnn::NumericProfile;

NumericProfile comparing(DeltaCompare compare) {
  NumericProfile profile = numeric_profile("drnn");
  profile.compare = compare;
  return profile;
}

}  // namespace

TEST_CASE("a delta equal to theta is sent with ge and held back with gt") {
  const NumericProfile ge = comparing(DeltaCompare::ge);
  const NumericProfile gt = comparing(DeltaCompare::gt);
  for (const int theta : {1, 2, 64, 511, 32767}) {
    for (const int sign : {1, -1}) {
      CAPTURE(theta, sign);
      CHECK_FALSE(drnn::fires(sign * (theta - 1), theta, ge));
      CHECK(drnn::fires(sign * theta, theta, ge));
      CHECK_FALSE(drnn::fires(sign * theta, theta, gt));
      CHECK(drnn::fires(sign * (theta + 1), theta, gt));
    }
  }
}

TEST_CASE("a delta of zero is never sent and every other delta is sent at theta zero") {
  for (const DeltaCompare compare : {DeltaCompare::ge, DeltaCompare::gt}) {
    const NumericProfile profile = comparing(compare);
    int wrong = 0;
    for (std::int32_t delta = -65535; delta <= 65535; ++delta) {
      if (drnn::fires(delta, 0, profile) != (delta != 0)) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("17 bits hold the difference of any two activations") {
  const NumericProfile profile = numeric_profile("q88");
  CHECK(drnn::delta(32767, -32768, profile) == 65535);
  CHECK(drnn::delta(-32768, 32767, profile) == -65535);
  int wrong = 0;
  for (std::int32_t value = -32768; value <= 32767; ++value) {
    for (const std::int32_t reference : {-32768, -1, 0, 1, 12345, 32767}) {
      if (drnn::delta(value, reference, profile) != value - reference) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("16 bits wrap the difference as the register of the RTL does") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  CHECK(drnn::delta(32767, 0, profile) == 32767);
  CHECK(drnn::delta(32767, -1, profile) == -32768);
  CHECK(drnn::delta(-32768, 1, profile) == 32767);
  int wrong = 0;
  for (std::int32_t value = -32768; value <= 32767; ++value) {
    for (const std::int32_t reference : {-32768, -1, 0, 1, 12345, 32767}) {
      const std::int32_t expected = ((value - reference) + 98304) % 65536 - 32768;
      if (drnn::delta(value, reference, profile) != expected) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("an accumulator of 24 bits wraps at its ends") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  const std::int64_t top = (1 << 23) - 1;
  CHECK(drnn::accumulate(top - 1, 1, 1, profile) == top);
  CHECK(drnn::accumulate(top, 1, 1, profile) == -top - 1);
  CHECK(drnn::accumulate(-top - 1, -1, 1, profile) == top);
  CHECK(drnn::accumulate(0, -128, -32768, profile) == 4194304);
}

TEST_CASE("a saturating accumulator stays at its ends") {
  NumericProfile profile = numeric_profile("edgedrnn");
  profile.accumulator_overflow = drnn::Overflow::saturate;
  const std::int64_t top = (1 << 23) - 1;
  CHECK(drnn::accumulate(top - 1, 1, 1, profile) == top);
  CHECK(drnn::accumulate(top, 127, 32767, profile) == top);
  CHECK(drnn::accumulate(-top, 127, -32767, profile) == -top - 1);
}

TEST_CASE("the widest accumulator takes the largest products at its ends") {
  NumericProfile profile = numeric_profile("drnn");
  profile.accumulator_bits = 62;
  const std::int64_t top = (std::int64_t{1} << 61) - 1;
  const std::int64_t product = std::int64_t{32767} * 65535;
  CHECK(drnn::accumulate(top, 32767, 65535, profile) == -top - 1 + product - 1);
  profile.accumulator_overflow = drnn::Overflow::saturate;
  CHECK(drnn::accumulate(top, 32767, 65535, profile) == top);
}

TEST_CASE("a bias starts its accumulator at the same real value") {
  CHECK(drnn::initial_accumulator(-300, numeric_profile("q88")) == -300 * 128);
  CHECK(drnn::initial_accumulator(65534, numeric_profile("drnn")) == std::int64_t{65534} * 8192);
  NumericProfile finer = numeric_profile("q88");
  finer.bias = {24, 17};  // two bits below the accumulator's 15: rounded, half up
  CHECK(drnn::initial_accumulator(6, finer) == 2);
  CHECK(drnn::initial_accumulator(5, finer) == 1);
}
