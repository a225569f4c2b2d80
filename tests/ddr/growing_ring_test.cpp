#include <catch2/catch.hpp>
#include <deque>

#include "model/blocks/ring.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("a growing ring is a queue of any length", "[ring]") {
  const std::uint64_t seed = GENERATE(range(1u, 11u));
  INFO("seed " << seed);
  RandomSource random(seed);
  GrowingRing<int> ring;
  std::deque<int> wanted;
  for (int i = 0; i < 2000; ++i) {
    if (wanted.empty() || random.chance(i < 1000 ? 60 : 40)) {
      ring.push(i);
      wanted.push_back(i);
    } else {
      ring.pop();
      wanted.pop_front();
    }
    REQUIRE(ring.size() == wanted.size());
    REQUIRE(ring.empty() == wanted.empty());
    if (!wanted.empty()) REQUIRE(ring.front() == wanted.front());
    for (std::size_t k = 0; k < wanted.size(); ++k) REQUIRE(ring[k] == wanted[k]);
  }
}
