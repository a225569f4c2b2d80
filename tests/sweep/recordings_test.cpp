#include "sim/sweep/recordings.hpp"

#include <catch2/catch.hpp>

using drnn::DeltaSettings;
using drnn::RecordedStates;
using drnn::Recordings;

TEST_CASE("a recording is found by its thresholds alone") {
  Recordings recordings;
  recordings.keep({1, 2, true}, {{10, 11}, {}});
  REQUIRE(recordings.find({1, 2, true}) != nullptr);
  CHECK(recordings.find({1, 2, true})->h == std::vector<std::int16_t>{10, 11});
  CHECK(recordings.find({2, 1, true}) == nullptr);
  CHECK(recordings.find({1, 2, false}) == nullptr);
}

TEST_CASE("the first recording of thresholds stays") {
  Recordings recordings;
  recordings.keep({1, 1, true}, {{1}, {}});
  recordings.keep({1, 1, true}, {{2}, {}});
  CHECK(recordings.find({1, 1, true})->h.front() == 1);
}

TEST_CASE("recordings are kept up to their limit, and not a word beyond") {
  constexpr std::size_t kWords = Recordings::kMostBytes / sizeof(std::int16_t);
  Recordings recordings;
  CHECK(recordings.wants({0, 0, true}, kWords));
  CHECK_FALSE(recordings.wants({0, 0, true}, kWords + 1));
  recordings.keep({0, 0, true}, {std::vector<std::int16_t>(kWords - 1), {}});
  CHECK(recordings.wants({1, 0, true}, 1));
  CHECK_FALSE(recordings.wants({1, 0, true}, 2));
  recordings.keep({1, 0, true}, {{1, 2}, {}});
  CHECK(recordings.find({1, 0, true}) == nullptr);
}

TEST_CASE("a recording goes through a message unchanged") {
  const RecordedStates states{{-32768, 0, 32767}, {3, 4}};
  const auto [settings, decoded] =
      drnn::decode_recording(drnn::encode_recording({5, 6, false}, states));
  CHECK(settings.theta_x == 5);
  CHECK(settings.theta_h == 6);
  CHECK_FALSE(settings.skip);
  CHECK(decoded.h == states.h);
  CHECK(decoded.overflows.accumulators == 3);
  CHECK(decoded.overflows.conversions == 4);
}
