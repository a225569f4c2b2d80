#include "tlm/burst_splitter.hpp"

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::RandomSource;

namespace {

using Pieces = std::vector<std::pair<std::uint64_t, std::uint64_t>>;  ///< address, bytes

Pieces split(const BurstShape& shape, std::uint64_t address, std::uint64_t bytes) {
  Pieces pieces;
  BurstSplitter splitter(shape);
  for (splitter.start(address, bytes); !splitter.done(); splitter.advance())
    pieces.push_back({splitter.address(), splitter.next_bytes()});
  return pieces;
}

}  // namespace

TEST_CASE("an aligned stretch is split into whole bursts and a rest", "[bursts]") {
  CHECK(split({8, 16}, 256, 300) == Pieces{{256, 128}, {384, 128}, {512, 44}});
}

TEST_CASE("an unaligned stretch first goes to the next multiple of a burst", "[bursts]") {
  CHECK(split({8, 16}, 120, 300) == Pieces{{120, 8}, {128, 128}, {256, 128}, {384, 36}});
  CHECK(split({8, 16}, 129, 127) == Pieces{{129, 127}});
  CHECK(split({8, 16}, 129, 128) == Pieces{{129, 127}, {256, 1}});
}

TEST_CASE("a burst whose length does not divide 4 KB ends there too", "[bursts]") {
  CHECK(split({8, 12}, 4032, 200) == Pieces{{4032, 64}, {4096, 32}, {4128, 96}, {4224, 8}});
}

TEST_CASE("the beats of a burst count from its first aligned address", "[bursts]") {
  const BurstShape shape{8, 16};
  CHECK(shape.beats(0, 8) == 1);
  CHECK(shape.beats(0, 9) == 2);
  CHECK(shape.beats(7, 1) == 1);
  CHECK(shape.beats(7, 2) == 2);
  Burst burst;
  burst.address = 6;
  burst.data.resize(20);
  burst.ready = 100;
  const auto visible = [&](Cycle now) { return shape.visible_bytes(burst, now); };
  CHECK(visible(99) == 0);
  CHECK(visible(100) == 2);
  CHECK(visible(101) == 10);
  CHECK(visible(102) == 18);
  CHECK(visible(103) == 20);
  CHECK(visible(1000) == 20);
}

TEST_CASE("bursts cover a stretch without gaps, none too long or across 4 KB", "[bursts]") {
  RandomSource random(11);
  for (int trial = 0; trial < 500; ++trial) {
    const BurstShape shape{1 << random.small(0, 4), random.small(1, 256)};
    const auto start = static_cast<std::uint64_t>(random.between(0, 20000));
    const auto bytes = static_cast<std::uint64_t>(random.between(1, 20000));
    INFO("port " << shape.port_bytes << " burst " << shape.burst_beats << " start " << start
                 << " bytes " << bytes);
    BurstSplitter splitter(shape);
    splitter.start(start, bytes);
    std::uint64_t address = start;
    while (!splitter.done()) {
      const std::uint64_t length = splitter.next_bytes();
      REQUIRE(splitter.address() == address);
      REQUIRE(length > 0);
      REQUIRE(shape.beats(address, length) <= static_cast<Cycle>(shape.burst_beats));
      REQUIRE(address / 4096 == (address + length - 1) / 4096);
      address += length;
      // A burst is cut short only for a reason.
      REQUIRE(
          (address % shape.burst_bytes() == 0 || address % 4096 == 0 || address == start + bytes));
      splitter.advance();
    }
    REQUIRE(address == start + bytes);
  }
}
