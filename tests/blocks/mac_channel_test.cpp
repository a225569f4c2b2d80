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
  const auto hidden = static_cast<std::size_t>(random.small(1, 100));
  const int columns = random.small(1, 150);
  int mostly_h = random.small(0, 100);  // percent
  std::vector<std::int16_t> weights;
  for (std::size_t i = 0; i < 3 * hidden * static_cast<std::size_t>(columns); ++i)
    weights.push_back(
        static_cast<std::int16_t>(random.chance(5) ? -32768 : random.small(-32768, 32767)));

  std::vector<std::int64_t> together(4 * hidden, 12345), one_by_one = together;
  MacChannels channels(profile);
  for (int c = 0; c < columns; ++c) {
    const std::int16_t* column = weights.data() + static_cast<std::size_t>(c) * 3 * hidden;
    const bool h = random.chance(mostly_h);
    const std::int32_t delta = random_delta(random);
    channels.add(together.data(), column, hidden, delta, h);
    for (std::size_t i = 0; i < 3 * hidden; ++i) {
      std::int64_t& sum = one_by_one[i < 2 * hidden || !h ? i : i + hidden];
      sum = accumulate(sum, column[i], delta, profile);
    }
    if (random.chance(5)) channels.settle();
    if (random.chance(10)) mostly_h = random.small(0, 1) * 100;  // all of x, then all of h
  }
  channels.settle();
  for (std::size_t i = 0; i < together.size(); ++i)
    CHECK(read_accumulator(together[i], profile) == one_by_one[i]);
}

TEST_CASE("what is discarded is not added", "[mac channel]") {
  MacChannels channels(numeric_profile("drnn"));
  const std::int16_t column[3] = {3, 4, 5};
  std::int64_t sums[4] = {1, 1, 1, 1};
  channels.add(sums, column, 1, 5, false);
  channels.discard();
  channels.settle();
  CHECK(std::vector<std::int64_t>(sums, sums + 4) == std::vector<std::int64_t>{1, 1, 1, 1});
  channels.add(sums, column, 1, 5, true);
  channels.settle();
  CHECK(std::vector<std::int64_t>(sums, sums + 4) == std::vector<std::int64_t>{16, 21, 1, 26});
}
