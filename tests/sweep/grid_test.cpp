#include "sim/sweep/grid.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("a full grid has all combinations, the last axis fastest", "[grid]") {
  const Grid grid = Grid::full({{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}});
  REQUIRE(grid.size() == 6);
  std::string text;
  for (std::uint64_t i = 0; i < grid.size(); ++i) {
    const Grid::Digits digits = grid.digits(i);
    text += grid.value(0, digits) + grid.value(1, digits) + " ";
    CHECK(grid.point(digits) == i);
  }
  CHECK(text == "1x 1y 1z 2x 2y 2z ");
}

TEST_CASE("a list has its points in their order, whatever the order of their keys", "[grid]") {
  const Grid grid = Grid::listed(
      {{{"a", {"2"}}, {"b", {"x"}}}, {{"b", {"y"}}, {"a", {"1"}}}, {{"a", {"2"}}, {"b", {"y"}}}});
  REQUIRE(grid.size() == 3);
  std::string text;
  for (std::uint64_t i = 0; i < grid.size(); ++i)
    text += grid.value(0, grid.digits(i)) + grid.value(1, grid.digits(i)) + " ";
  CHECK(text == "2x 1y 2y ");
}

TEST_CASE("points and values that stand twice are refused", "[grid]") {
  expect_input_error([] { Grid::full({{"a", {"1", "1"}}}); }, {"a", "1 stands twice"});
  expect_input_error(
      [] {
        Grid::listed({{{"a", {"1"}}}, {{"a", {"1"}}}});
      },
      {"point 1 stands twice"});
}

TEST_CASE("points of a list must name the same keys, each once", "[grid]") {
  expect_input_error([] { Grid::listed({{{"a", {"1"}}}, {{"b", {"1"}}}}); }, {"point 1 must name"});
  expect_input_error(
      [] {
        Grid::listed({{{"a", {"1"}}}, {{"a", {"2"}}, {"b", {"1"}}}});
      },
      {"point 1 must name"});
  expect_input_error([] { Grid::listed({{{"a", {"1"}}, {"a", {"2"}}}}); }, {"'a' twice"});
}

TEST_CASE("a grid may have a thousand million points and no more", "[grid]") {
  std::vector<std::string> thousand;
  for (int i = 0; i < 1000; ++i) thousand.push_back(std::to_string(i));
  const Axis a{"a", thousand}, b{"b", thousand}, c{"c", thousand}, d{"d", {"0", "1"}};
  CHECK(Grid::full({a, b, c}).size() == 1000000000);
  expect_input_error([&] { Grid::full({a, b, c, d}); }, {"more than 1000000000 points"});
}
