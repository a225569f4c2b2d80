#include "sim/sweep/point_order.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

const std::vector<AxisRole> kRoles{AxisRole::threshold, AxisRole::elaboration, AxisRole::workload};

Grid full_grid() {
  return Grid::full(
      {{"theta", {"0", "1", "2"}}, {"delta.lanes", {"4", "8"}}, {"numeric.profile", {"a", "b"}}});
}

/// The same points in another order.
Grid listed_grid(std::uint64_t seed) {
  const Grid grid = full_grid();
  std::vector<std::vector<Axis>> points;
  for (std::uint64_t i = 0; i < grid.size(); ++i) {
    std::vector<Axis> point;
    for (std::size_t a = 0; a < 3; ++a)
      point.push_back({grid.axes()[a].key, {grid.value(a, grid.digits(i))}});
    points.push_back(point);
  }
  RandomSource random(seed);
  for (std::size_t i = points.size(); i > 1; --i)
    std::swap(points[i - 1],
              points[static_cast<std::size_t>(random.small(0, static_cast<int>(i) - 1))]);
  return Grid::listed(points);
}

std::string hardware(const Grid& grid, std::uint64_t point) {
  const Grid::Digits digits = grid.digits(point);
  return grid.value(2, digits) + grid.value(1, digits);
}

}  // namespace

TEST_CASE("points on the same hardware stand together, those of a workload too", "[order]") {
  const std::uint64_t seed = GENERATE(0, 1, 2, 3);
  INFO("seed " << seed);
  const Grid grid = seed == 0 ? full_grid() : listed_grid(seed);
  const PointOrder order(grid, kRoles);
  std::set<std::uint64_t> points;
  std::set<std::string> seen_hardware, seen_workloads;
  for (std::uint64_t at = 0; at < order.size();) {
    const std::uint64_t first = order.point(at);
    CHECK(seen_hardware.insert(hardware(grid, first)).second);
    if (at == 0 || !order.same_workload(order.point(at - 1), first))
      CHECK(seen_workloads.insert(grid.value(2, grid.digits(first))).second);
    const std::uint64_t end = order.hardware_end(at, order.size());
    CHECK(end - at == 3);
    for (; at < end; ++at) {
      CHECK(hardware(grid, order.point(at)) == hardware(grid, first));
      points.insert(order.point(at));
    }
  }
  CHECK(points.size() == grid.size());
  CHECK(seen_workloads.size() == 2);
}

TEST_CASE("a group that a shard cuts ends where the shard does", "[order]") {
  const Grid grid = full_grid();
  const PointOrder order(grid, kRoles);
  CHECK(order.hardware_end(0, 2) == 2);
  CHECK(order.hardware_end(2, 12) == 3);
  CHECK(order.hardware_end(3, 12) == 6);
}

TEST_CASE("shards are all positions, each once, and about as large as each other", "[order]") {
  for (const std::uint64_t positions : {0ULL, 1ULL, 7ULL, 12ULL, 1000000007ULL}) {
    for (const std::uint64_t count : {1ULL, 2ULL, 3ULL, 13ULL, 4096ULL}) {
      std::uint64_t at = 0;
      for (std::uint64_t i = 1; i <= count; ++i) {
        const PositionRange range = shard_range(positions, i, count);
        REQUIRE(range.begin == at);
        REQUIRE(range.end - range.begin <= positions / count + 1);
        at = range.end;
      }
      CHECK(at == positions);
    }
  }
}
