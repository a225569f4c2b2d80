// The search on landscapes that are known in full.
#include "sim/tune_search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>

#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::RandomSource;

namespace {

using Sequences = std::vector<std::size_t>;

std::vector<std::int32_t> values(int count) {
  std::vector<std::int32_t> result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), 0);
  return result;
}

/// Cycles fall and errors rise with both thresholds, in each sequence by amounts of its own; a
/// sequence has `labels` labels, of which a whole number is wrong.
class Landscape {
 public:
  Landscape(int side, std::size_t sequences, std::uint64_t seed) : side_(side) {
    RandomSource random(seed);
    for (std::size_t i = 0; i < sequences; ++i)
      sensitivity_.push_back({random.small(0, 6), random.small(0, 6)});
  }

  Trial run(const Thresholds& pair, const Sequences& sequences) {
    Trial trial{pair, 0, 0};
    for (const std::size_t i : sequences) {
      trial.error += std::min(
          kLabels, (sensitivity_[i].first * pair.x + sensitivity_[i].second * pair.h) / 10);
      trial.cycles += static_cast<std::uint64_t>(1000 + 7 * (side_ - pair.x) * (side_ - pair.x) +
                                                 11 * (side_ - pair.h) * (side_ - pair.h));
    }
    trial.error /= kLabels * static_cast<double>(sequences.size());
    runs_.emplace_back(pair, sequences);
    return trial;
  }

  std::size_t sequences() const { return sensitivity_.size(); }
  const std::vector<std::pair<Thresholds, Sequences>>& runs() const { return runs_; }

  /// Every pair on all sequences.
  std::vector<Trial> all() {
    Sequences every(sequences());
    std::iota(every.begin(), every.end(), std::size_t{0});
    std::vector<Trial> trials;
    for (const std::int32_t x : values(side_))
      for (const std::int32_t h : values(side_)) trials.push_back(run({x, h}, every));
    return trials;
  }

 private:
  static constexpr int kLabels = 20;
  const int side_;
  std::vector<std::pair<int, int>> sensitivity_;
  std::vector<std::pair<Thresholds, Sequences>> runs_;
};

TuneResult search(Landscape& landscape, int side, double budget, std::uint64_t seed) {
  TuneSearch tune({values(side), values(side)}, landscape.sequences(), budget, seed);
  return tune.run(
      [&](const Thresholds& pair, const Sequences& s) { return landscape.run(pair, s); },
      [](std::size_t, const TuneRound&) {});
}

bool same(const Trial& a, const Trial& b) {
  return a.thresholds == b.thresholds && a.error == b.error && a.cycles == b.cycles;
}

}  // namespace

TEST_CASE("pairs halve while sequences double, until few pairs run on all", "[tune]") {
  Landscape landscape(8, 32, 1);
  const TuneResult result = search(landscape, 8, 0.1, 1);
  REQUIRE(result.rounds.size() == 4);
  const std::vector<std::size_t> pairs{64, 32, 16, 8}, sequences{4, 8, 16, 32};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(result.rounds[i].pairs == pairs[i]);
    CHECK(result.rounds[i].sequences == sequences[i]);
  }
  CHECK(result.trials.size() == 8 + result.neighbours);
}

TEST_CASE("one sequence, or few pairs, run at once on all", "[tune]") {
  Landscape one(5, 1, 2);
  CHECK(search(one, 5, 0.1, 1).rounds.size() == 1);
  CHECK(search(one, 5, 0.1, 1).trials.size() == 25);
  Landscape many(2, 100, 3);
  const TuneResult result = search(many, 2, 0.1, 1);
  CHECK(result.rounds.size() == 1);
  CHECK(result.rounds[0].sequences == 100);
}

TEST_CASE("the choice respects the budget on all sequences and no neighbour beats it", "[tune]") {
  const std::uint64_t seed = GENERATE(range(1, 40));
  const double budget = GENERATE(0.0, 0.05, 0.2);
  CAPTURE(seed, budget);
  Landscape landscape(9, 23, seed);
  const TuneResult result = search(landscape, 9, budget, seed);
  const std::vector<Trial> all = landscape.all();
  REQUIRE(result.choice);  // thresholds of zero make no error here
  const Trial& choice = *result.choice;
  CHECK(choice.error <= budget);
  for (const Trial& trial : all) {
    if (trial.thresholds == choice.thresholds) CHECK(same(trial, choice));
    const int distance = std::max(std::abs(trial.thresholds.x - choice.thresholds.x),
                                  std::abs(trial.thresholds.h - choice.thresholds.h));
    if (distance == 1 && trial.error <= budget) CHECK(trial.cycles >= choice.cycles);
  }
}

TEST_CASE("the search comes close to the best pair for a fraction of the runs", "[tune]") {
  std::uint64_t chosen = 0, best = 0;
  std::size_t searched = 0, exhaustive = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Landscape landscape(9, 32, seed);
    chosen += search(landscape, 9, 0.1, seed).choice->cycles;
    for (const auto& run : landscape.runs()) searched += run.second.size();
    std::uint64_t least = UINT64_MAX;
    for (const Trial& trial : landscape.all())
      if (trial.error <= 0.1) least = std::min(least, trial.cycles);
    best += least;
    exhaustive += 81 * 32;
  }
  CHECK(chosen >= best);
  CHECK(static_cast<double>(chosen) <= 1.01 * static_cast<double>(best));
  CHECK(searched * 2 < exhaustive);
}

TEST_CASE("the same seed gives the same search, another one takes other sequences", "[tune]") {
  Landscape a(8, 32, 5), b(8, 32, 5), c(8, 32, 5);
  const TuneResult first = search(a, 8, 0.1, 7);
  const TuneResult again = search(b, 8, 0.1, 7);
  search(c, 8, 0.1, 8);
  CHECK(a.runs() == b.runs());
  CHECK(same(*first.choice, *again.choice));
  CHECK(a.runs()[0].second != c.runs()[0].second);
}

TEST_CASE("sequences of a run are taken in their own order, each once", "[tune]") {
  Landscape landscape(8, 32, 5);
  search(landscape, 8, 0.1, 3);
  for (const auto& run : landscape.runs()) {
    CHECK(std::is_sorted(run.second.begin(), run.second.end()));
    CHECK(std::set<std::size_t>(run.second.begin(), run.second.end()).size() == run.second.size());
  }
}

TEST_CASE("a budget that no pair keeps to gives no choice, and a frontier all the same", "[tune]") {
  Landscape landscape(4, 8, 6);
  TuneSearch tune({values(4), values(4)}, 8, 0.5, 1);
  const TuneResult result = tune.run(
      [&](const Thresholds& pair, const Sequences& s) {
        Trial trial = landscape.run(pair, s);
        trial.error += 1;
        return trial;
      },
      [](std::size_t, const TuneRound&) {});
  CHECK_FALSE(result.choice);
  CHECK_FALSE(result.frontier.empty());
}

TEST_CASE("an error equal to the budget is within it and the next is not", "[tune]") {
  const auto choice = [](double budget) {
    TuneSearch tune({{0, 1}, {0}}, 1, budget, 1);
    return tune.run(
        [](const Thresholds& pair, const Sequences&) {
          return Trial{pair, pair.x == 1 ? 0.25 : 0.0, pair.x == 1 ? 10u : 20u};
        },
        [](std::size_t, const TuneRound&) {});
  };
  CHECK(choice(0.25).choice->thresholds.x == 1);
  CHECK(choice(0.2499999).choice->thresholds.x == 0);
}

TEST_CASE("thresholds of zero reach the last round even where they look worst", "[tune]") {
  // Small subsets show no error at all, so that cheaper pairs seem better; all sequences do.
  TuneSearch tune({values(8), values(8)}, 32, 0.0, 1);
  const TuneResult result = tune.run(
      [](const Thresholds& pair, const Sequences& s) {
        const bool wrong = s.size() == 32 && pair.x + pair.h > 0;
        return Trial{pair, wrong ? 1.0 : 0.0, static_cast<std::uint64_t>(100 - pair.x - pair.h)};
      },
      [](std::size_t, const TuneRound&) {});
  REQUIRE(result.choice);
  CHECK(result.choice->thresholds == Thresholds{0, 0});
}

TEST_CASE("the frontier holds exactly the trials that no other beats", "[tune]") {
  const auto trial = [](std::int32_t x, double error, std::uint64_t cycles) {
    return Trial{{x, 0}, error, cycles};
  };
  const auto frontier = pareto_frontier({trial(0, 0.0, 50), trial(1, 0.1, 40), trial(2, 0.1, 45),
                                         trial(3, 0.2, 40), trial(4, 0.3, 10), trial(5, 0.3, 10)});
  REQUIRE(frontier.size() == 3);
  CHECK(frontier[0].thresholds.x == 4);
  CHECK(frontier[1].thresholds.x == 1);
  CHECK(frontier[2].thresholds.x == 0);
}

TEST_CASE("a search over nothing is a mistake of the caller's", "[tune]") {
  CHECK_THROWS_AS(TuneSearch({{}, {0}}, 1, 0, 1), std::invalid_argument);
  CHECK_THROWS_AS(TuneSearch({{0}, {0}}, 0, 0, 1), std::invalid_argument);
}
