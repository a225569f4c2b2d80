#include "sim/search/point_table.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

ParetoPoint point_of(std::uint64_t number) {
  const auto value = static_cast<double>(number);
  return {number, {{value, value + 1}, {-value, 0.5}}, {}, false};
}

}  // namespace

TEST_CASE("points come back by number, more of them than memory holds", "[search]") {
  constexpr std::uint64_t kPoints = 200000;  // 49 bytes each
  PointTable table(2);
  for (std::uint64_t number = kPoints; number-- > 0;)
    if (number % 3 != 0) table.set(point_of(number));
  CHECK(table.size() == kPoints - (kPoints + 2) / 3);
  CHECK(table.first() == 1);
  std::uint64_t expected = 1, wrong = 0;
  table.for_each([&](const ParetoPoint& point) {
    const auto value = static_cast<double>(expected);
    wrong += point.number != expected || point.estimate[0].low != value ||
             point.estimate[0].high != value + 1 || point.estimate[1].low != -value ||
             point.estimate[1].high != 0.5 || point.simulated || point.failed;
    expected += expected % 3 == 2 ? 2 : 1;
  });
  CHECK(wrong == 0);
  CHECK(expected >= kPoints);
}

TEST_CASE("a point's state and numbers are those that were set last", "[search]") {
  PointTable table(2);
  ParetoPoint point = point_of(7);
  table.set(point);
  CHECK(table.simulated() == 0);
  point.simulated = {{3, 4}};
  table.set(point);
  table.set(point);
  CHECK(table.size() == 1);
  CHECK(table.simulated() == 1);
  CHECK(table.point(7).simulated == std::vector<double>{3, 4});
  CHECK(table.point(7).estimate[1].low == -7);
  point.simulated = {};
  point.failed = true;
  table.set(point);
  CHECK(table.simulated() == 0);
  CHECK(table.point(7).failed);
  CHECK_FALSE(table.point(7).simulated);
}

TEST_CASE("a point that was not entered is a mistake of the caller's", "[search]") {
  PointTable table(1);
  CHECK_THROWS_AS(table.point(0), std::out_of_range);
  table.set({5, {{1, 1}}, {}, false});
  CHECK_THROWS_AS(table.point(4), std::out_of_range);
  CHECK_THROWS_AS(table.point(6), std::out_of_range);
}
