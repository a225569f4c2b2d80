#include "model/blocks/state_tape.hpp"

#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>
#include <vector>

using drnn::RecordedStates;
using drnn::StateTape;

TEST_CASE("a tape gives back what was noted, in groups of any size, and no more") {
  const auto recorded = std::make_shared<drnn::Spool<std::int16_t>>();
  StateTape tape;
  const std::int32_t first[] = {1, -2, 3}, second[] = {-32768, 32767};
  tape.record(*recorded);
  CHECK_FALSE(tape.replays());
  tape.note(first, 3);
  tape.note(second, 2);
  const RecordedStates states{{recorded, 0, recorded->size()}, {}};
  CHECK(states.h == drnn::SpooledValues<std::int16_t>{1, -2, 3, -32768, 32767});

  tape.replay(states);
  CHECK(tape.replays());
  std::int32_t h[4] = {};
  tape.next(h, 4);
  CHECK(std::vector<std::int32_t>(h, h + 4) == std::vector<std::int32_t>{1, -2, 3, -32768});
  CHECK_THROWS_AS(tape.next(h, 2), std::logic_error);
  tape.next(h, 1);
  CHECK(h[0] == 32767);
  CHECK_THROWS_AS(tape.next(h, 1), std::logic_error);
}

TEST_CASE("a tape that was stopped notes nothing, and a recording is replayed from its beginning") {
  const RecordedStates states{{7, 8}, {1, 2}};
  drnn::Spool<std::int16_t> recorded;
  StateTape tape;
  const std::int32_t value = 5;
  tape.record(recorded);
  tape.stop();
  tape.note(&value, 1);
  CHECK(recorded.size() == 0);
  for (int time = 0; time < 2; ++time) {
    std::int32_t h = 0;
    tape.replay(states);
    tape.next(&h, 1);
    CHECK(h == 7);
    CHECK(tape.overflows().accumulators == 1);
    CHECK(tape.overflows().conversions == 2);
  }
}

TEST_CASE("a long recording is replayed as it was noted, whatever the groups", "[tape]") {
  const int group = GENERATE(1, 3, 16, 9000);
  const auto recorded = std::make_shared<drnn::Spool<std::int16_t>>();
  StateTape tape;
  tape.record(*recorded);
  const int units = 200000 / group * group;  // more than are in memory
  for (std::int32_t i = 0; i < units; ++i) {
    const std::int32_t h = i * 7 % 65536 - 32768;
    tape.note(&h, 1);
  }
  const RecordedStates states{{recorded, 0, recorded->size()}, {}};
  tape.replay(states);
  std::vector<std::int32_t> h(static_cast<std::size_t>(group));
  int differing = 0;
  for (int first = 0; first < units; first += group) {
    tape.next(h.data(), group);
    for (int i = 0; i < group; ++i)
      differing += h[static_cast<std::size_t>(i)] != (first + i) * 7 % 65536 - 32768;
  }
  CHECK(differing == 0);
  CHECK_THROWS_AS(tape.next(h.data(), 1), std::logic_error);
}
