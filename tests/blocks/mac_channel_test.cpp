#include "model/blocks/mac_channel.hpp"

#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"

using namespace drnn;
using test::RandomSource;

namespace {

std::int32_t random_delta(RandomSource& random) {
  switch (random.small(0, 3)) {
    case 0:
      return random.chance(50) ? -65536 : 65535;  // the ends of 17 bits
    case 1:
      return random.small(-65536, 65535);
    default:
      return random.small(-600, 600);
  }
}

}  // namespace

TEST_CASE("columns added together give the sums of columns added one by one", "[mac channel]") {
  const int seed = GENERATE(range(1, 61));
  INFO("seed " << seed);
  RandomSource random(static_cast<std::uint64_t>(seed));
  NumericProfile profile = numeric_profile(random.chance(50) ? "drnn" : "q88");
  profile.accumulator_overflow = random.chance(70) ? Overflow::wrap : Overflow::saturate;
  const auto rows = static_cast<std::size_t>(random.small(1, 100));
  const int columns = random.small(1, 150);
  std::vector<std::int16_t> weights;
  for (std::size_t i = 0; i < rows * static_cast<std::size_t>(columns); ++i)
    weights.push_back(
        static_cast<std::int16_t>(random.chance(5) ? -32768 : random.small(-32768, 32767)));

  // Two targets, as the c channel has them.
  std::vector<std::int64_t> together[2], one_by_one[2];
  for (auto* sums : {together, one_by_one})
    for (int target = 0; target < 2; ++target) sums[target].assign(rows, 12345);
  MacChannel channel(profile);
  for (int c = 0; c < columns; ++c) {
    const std::int16_t* column = weights.data() + static_cast<std::size_t>(c) * rows;
    const int target = random.small(0, 1);
    const std::int32_t delta = random_delta(random);
    channel.add(together[target].data(), column, rows, delta);
    for (std::size_t i = 0; i < rows; ++i)
      one_by_one[target][i] = accumulate(one_by_one[target][i], column[i], delta, profile);
    if (random.chance(5)) channel.settle();
  }
  channel.settle();
  for (int target = 0; target < 2; ++target)
    for (std::size_t i = 0; i < rows; ++i)
      CHECK(read_accumulator(together[target][i], profile) == one_by_one[target][i]);
}

TEST_CASE("what is discarded is not added", "[mac channel]") {
  MacChannel channel(numeric_profile("drnn"));
  const std::int16_t weight = 3;
  std::int64_t sum = 1;
  channel.add(&sum, &weight, 1, 5);
  channel.discard();
  channel.settle();
  CHECK(sum == 1);
  channel.add(&sum, &weight, 1, 5);
  channel.settle();
  CHECK(sum == 16);
}
