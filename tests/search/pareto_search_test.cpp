#include "sim/search/pareto_search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::RandomSource;

namespace {

using Numbers = std::vector<double>;
using Indices = std::vector<std::uint64_t>;

/// Points with their true numbers.
struct Space {
  ParetoProblem problem;
  std::vector<ParetoPoint> points;
  std::vector<Numbers> truth;
  std::vector<bool> fails;
};

/// Three numbers, the last one certain; true ones lie in their intervals. Many are alike.
Space random_space(RandomSource& random) {
  Space space;
  space.problem = {3, {false, false, true}, {0, 1, 2}, {}, {0, 0.01, 0}};
  if (random.chance(40)) space.problem.limits.push_back({1, double(random.small(5, 25))});
  if (random.chance(30)) space.problem.objectives = {0, 2};
  for (int i = random.small(1, 60); i > 0; --i) {
    const Numbers truth{double(random.small(1, 20)), double(random.small(1, 20)),
                        double(random.small(1, 5))};
    std::vector<Interval> estimate;
    for (int v = 0; v < 2; ++v)
      estimate.push_back({truth[std::size_t(v)] - random.small(0, 3) * 0.3,
                          truth[std::size_t(v)] + random.small(0, 3) * 0.3});
    estimate.push_back({truth[2], truth[2]});
    space.points.push_back({space.points.size(), estimate, {}, false});
    space.truth.push_back(truth);
    space.fails.push_back(random.chance(5));
  }
  return space;
}

PointTable table_of(const Space& space) {
  PointTable table(space.problem.values);
  for (const ParetoPoint& point : space.points) table.set(point);
  return table;
}

/// Tells of the last first: the order must not matter.
ParetoSearch::Simulate simulator(const Space& space, Indices* simulated = nullptr) {
  return [&space, simulated](const Indices& batch, const ParetoSearch::Tell& tell) {
    for (auto i = batch.rbegin(); i != batch.rend(); ++i) {
      if (simulated != nullptr) simulated->push_back(*i);
      tell(*i, space.fails[*i] ? std::nullopt : std::optional(space.truth[*i]));
    }
  };
}

/// Each against each.
Indices expected_front(const Space& space) {
  const auto kept = [&](std::size_t i) {
    return !space.fails[i] && std::all_of(space.problem.limits.begin(), space.problem.limits.end(),
                                          [&](const Limit& limit) {
                                            return space.truth[i][limit.value] <= limit.most;
                                          });
  };
  const auto better = [&](std::size_t a, std::size_t b) {
    bool smaller = false;
    for (const std::size_t o : space.problem.objectives) {
      if (space.truth[a][o] > space.truth[b][o]) return false;
      smaller = smaller || space.truth[a][o] < space.truth[b][o];
    }
    return smaller;
  };
  Indices front;
  for (std::size_t i = 0; i < space.truth.size(); ++i) {
    bool best = kept(i);
    for (std::size_t j = 0; j < space.truth.size() && best; ++j) best = !(kept(j) && better(j, i));
    if (best) front.push_back(i);
  }
  return front;
}

}  // namespace

TEST_CASE("where true numbers lie in their intervals, a search finds the exhaustive front",
          "[search]") {
  std::size_t points = 0, simulated = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    RandomSource random(seed);
    const Space space = random_space(random);
    ParetoSearch search(space.problem, table_of(space));
    Indices asked;
    search.run(simulator(space, &asked));
    INFO("seed " << seed);
    CHECK(search.front() == expected_front(space));
    CHECK(search.broken().empty());
    std::sort(asked.begin(), asked.end());
    CHECK(std::adjacent_find(asked.begin(), asked.end()) == asked.end());  // none twice
    points += space.points.size();
    simulated += asked.size();
  }
  CHECK(simulated < points / 2);
}

TEST_CASE("simulating everything gives the same front", "[search]") {
  RandomSource random(7);
  const Space space = random_space(random);
  ParetoSearch search(space.problem, table_of(space));
  search.run_all(simulator(space));
  CHECK(search.front() == expected_front(space));
}

TEST_CASE("a broken bound widens the others, and what was passed over is looked at anew",
          "[search]") {
  // The estimates say 10 and 12 within 1 %, so the second is passed over; the first is 20.
  Space space;
  space.problem = {1, {false}, {0}, {}, {0.01}};
  space.points = {{0, {{10, 10}}, {}, false}, {1, {{12, 12}}, {}, false}};
  space.truth = {{20}, {13}};
  space.fails = {false, false};
  ParetoSearch search(space.problem, table_of(space));
  search.run(simulator(space));
  CHECK(search.front() == Indices{1});
  REQUIRE(search.broken().size() == 1);
  CHECK(search.broken()[0].point == 0);
  CHECK(search.broken()[0].margin_before == 0.01);
  CHECK(search.broken()[0].margin_after == 2.0);  // twice the 100 % that were lacking
}

TEST_CASE("a limit passes over only what surely breaks it", "[search]") {
  Space space;
  space.problem = {2, {false, true}, {1}, {{0, 10}}, {0, 0}};
  space.points = {{0, {{10.5, 12}, {1, 1}}, {}, false},  // breaks it
                  {1, {{9, 11}, {2, 2}}, {}, false},     // may keep it, and does not
                  {2, {{8, 10}, {3, 3}}, {}, false}};    // keeps it
  space.truth = {{11, 1}, {10.5, 2}, {10, 3}};
  space.fails = {false, false, false};
  Indices asked;
  ParetoSearch search(space.problem, table_of(space));
  search.run(simulator(space, &asked));
  CHECK(search.front() == Indices{2});
  std::sort(asked.begin(), asked.end());
  CHECK(asked == Indices{1, 2});
}

TEST_CASE("points with equal numbers are all on the front", "[search]") {
  ParetoFront front;
  const std::vector<Numbers> points{{1, 2}, {2, 1}, {1, 2}, {2, 2}};
  for (std::size_t i = 0; i < points.size(); ++i) front.add(i, points[i]);
  CHECK(front.numbers() == Indices{0, 1, 2});
  CHECK(front.dominates({2, 2}));
  CHECK_FALSE(front.dominates({1, 2}));
  CHECK(front.reaches({1, 2}));
  CHECK_FALSE(front.reaches({1, 1}));
  CHECK_FALSE(dominates({1, 2}, {1, 2}));
  CHECK(dominates({1, 1}, {1, 2}));
}

TEST_CASE("a front of points that come in any order is that of each against each", "[search]") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    RandomSource random(seed);
    std::vector<Numbers> points;
    for (int i = random.small(1, 40); i > 0; --i)
      points.push_back({double(random.small(1, 6)), double(random.small(1, 6))});
    ParetoFront front;
    Indices expected;
    for (std::size_t i = 0; i < points.size(); ++i) {
      front.add(i, points[i]);
      if (std::none_of(points.begin(), points.end(),
                       [&](const Numbers& other) { return dominates(other, points[i]); }))
        expected.push_back(i);
    }
    INFO("seed " << seed);
    CHECK(front.numbers() == expected);
  }
}
