#include "sim/formats/random.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace drnn;

TEST_CASE("the generator gives the published numbers of splitmix64 and xoshiro256**") {
  // First words of splitmix64 from seed 0: e220a8397b1dcdaf 6e789e6aa1b965f4 06c45d188009454f
  // f88bb8a8724c81ec; the first output of xoshiro256** is rotl(s1 * 5, 7) * 9.
  const std::uint64_t s1 = 0x6e789e6aa1b965f4u * 5;
  CHECK(Random(0).next() == ((s1 << 7) | (s1 >> 57)) * 9);
  CHECK(Random(0).next() == 0x99ec5f36cb75f2b4u);
}

TEST_CASE("the same seed repeats and another does not") {
  Random a(7), b(7), c(8);
  CHECK(a.next() == b.next());
  CHECK(a.next() != c.next());
}

TEST_CASE("numbers stay in their ranges and reach them evenly") {
  Random random(1);
  std::vector<int> counts(6);
  for (int i = 0; i < 6000; ++i) {
    ++counts.at(random.below(6));
    const double u = random.uniform();
    REQUIRE((u >= 0.0 && u < 1.0));
    REQUIRE(std::abs(random.symmetric(0.5)) <= 0.5);
  }
  for (const int count : counts) CHECK(std::abs(count - 1000) < 150);
  CHECK(random.below(1) == 0);
}
