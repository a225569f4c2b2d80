#include "model/blocks/state_tape.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

using drnn::RecordedStates;
using drnn::StateTape;

TEST_CASE("a tape gives back what was noted, in groups of any size, and no more") {
  RecordedStates states;
  StateTape tape;
  const std::int32_t first[] = {1, -2, 3}, second[] = {-32768, 32767};
  tape.record(states);
  CHECK_FALSE(tape.replays());
  tape.note(first, 3);
  tape.note(second, 2);
  CHECK(states.h == std::vector<std::int16_t>{1, -2, 3, -32768, 32767});

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
  RecordedStates states{{7, 8}, {1, 2}};
  StateTape tape;
  const std::int32_t value = 5;
  tape.record(states);
  tape.stop();
  tape.note(&value, 1);
  CHECK(states.h.size() == 2);
  for (int time = 0; time < 2; ++time) {
    std::int32_t h = 0;
    tape.replay(states);
    tape.next(&h, 1);
    CHECK(h == 7);
    CHECK(tape.overflows().accumulators == 1);
    CHECK(tape.overflows().conversions == 2);
  }
}
