#include "sim/sweep/recordings.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <vector>

using drnn::DeltaSettings;
using drnn::RecordedStates;
using drnn::Recordings;
using Words = drnn::SpooledValues<std::int16_t>;

namespace {

/// Records the words; what another process would have to keep.
std::string record(Recordings& recordings, const DeltaSettings& settings,
                   const std::vector<std::int16_t>& words,
                   const drnn::OverflowCounts& overflows = {}) {
  const Recordings::Recording recording = recordings.begin(words.size());
  recording.h->append(words.data(), words.size());
  return recordings.end(settings, recording, overflows);
}

}  // namespace

TEST_CASE("a recording is found by its thresholds alone") {
  Recordings recordings;
  recordings.open();
  record(recordings, {1, 2, true}, {10, 11});
  REQUIRE(recordings.find({1, 2, true}) != nullptr);
  CHECK(recordings.find({1, 2, true})->h == Words{10, 11});
  CHECK(recordings.find({2, 1, true}) == nullptr);
  CHECK(recordings.find({1, 2, false}) == nullptr);
}

TEST_CASE("the first recording of thresholds stays") {
  Recordings recordings;
  recordings.open();
  record(recordings, {1, 1, true}, {1});
  record(recordings, {1, 1, true}, {2});
  CHECK(recordings.find({1, 1, true})->h == Words{1});
}

TEST_CASE("nothing is wanted before recordings have a place") {
  Recordings recordings;
  CHECK_FALSE(recordings.wants({0, 0, true}, 1));
  recordings.open();
  CHECK(recordings.wants({0, 0, true}, 1));
}

TEST_CASE("recordings are kept up to their limit, and not a word beyond") {
  constexpr std::size_t kWords = Recordings::kMostBytes / sizeof(std::int16_t);
  Recordings recordings;
  recordings.open();
  CHECK(recordings.wants({0, 0, true}, kWords));
  CHECK_FALSE(recordings.wants({0, 0, true}, kWords + 1));
  record(recordings, {0, 0, true}, std::vector<std::int16_t>(kWords - 1));
  CHECK(recordings.wants({1, 0, true}, 1));
  CHECK_FALSE(recordings.wants({1, 0, true}, 2));
  record(recordings, {1, 0, true}, {1, 2});
  CHECK(recordings.find({1, 0, true}) == nullptr);
}

TEST_CASE("a recording that is longer than was said is a mistake of the program's") {
  Recordings recordings;
  recordings.open();
  const Recordings::Recording recording = recordings.begin(1);
  recording.h->append(1);
  recording.h->append(2);
  CHECK_THROWS_AS(recordings.end({1, 1, true}, recording, {}), std::logic_error);
}

TEST_CASE("processes that record at once find each other's recordings by a message") {
  Recordings recordings;
  recordings.open();
  constexpr std::size_t kProcesses = 4, kWords = 300000;
  const auto words_of = [](std::size_t process) {
    std::vector<std::int16_t> words(kWords);
    for (std::size_t i = 0; i < kWords; ++i)
      words[i] = static_cast<std::int16_t>(i * (2 * process + 3));
    return words;
  };
  std::vector<int> pipes;
  for (std::size_t process = 0; process < kProcesses; ++process) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    if (::fork() == 0) {
      const auto number = static_cast<std::int32_t>(process);
      const std::string message =
          record(recordings, {number, 5, false}, words_of(process), {3, process});
      ::_exit(::write(ends[1], message.data(), message.size()) ==
                      static_cast<ssize_t>(message.size())
                  ? 0
                  : 1);
    }
    ::close(ends[1]);
    pipes.push_back(ends[0]);
  }
  for (const int pipe : pipes) {
    std::string message(1000, '\0');
    message.resize(static_cast<std::size_t>(::read(pipe, message.data(), message.size())));
    ::close(pipe);
    recordings.keep(message);
  }
  while (::wait(nullptr) > 0) {
  }
  for (std::size_t process = 0; process < kProcesses; ++process) {
    const RecordedStates* states = recordings.find({static_cast<std::int32_t>(process), 5, false});
    REQUIRE(states != nullptr);
    CHECK(states->h == Words(words_of(process)));
    CHECK(states->overflows.accumulators == 3);
    CHECK(states->overflows.conversions == process);
  }
}
