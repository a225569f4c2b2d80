#include "sim/sweep/axis.hpp"

#include <catch2/catch.hpp>

#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Strings = std::vector<std::string>;

TEST_CASE("an axis is a key with a list of values", "[axis]") {
  const Axis axis = parse_axis("mac.pe_per_channel=16, 32,64", "--vary");
  CHECK(axis.key == "mac.pe_per_channel");
  CHECK(axis.values == Strings{"16", "32", "64"});
}

TEST_CASE("a range includes its begin, and its end where a step falls on it", "[axis]") {
  CHECK(expand_values("1:4:1", "v") == Strings{"1", "2", "3", "4"});
  CHECK(expand_values("1:4:2", "v") == Strings{"1", "3"});
  CHECK(expand_values("1:5:2", "v") == Strings{"1", "3", "5"});
  CHECK(expand_values("7:7:1", "v") == Strings{"7"});
}

TEST_CASE("a range counts in decimal digits, so that no value is off by a rounding", "[axis]") {
  const Strings values = expand_values("0:1:0.1", "v");
  REQUIRE(values.size() == 11);
  CHECK(values[3] == "0.3");
  CHECK(values[10] == "1");
  CHECK(expand_values("-0.5:0.5:0.25", "v") == Strings{"-0.5", "-0.25", "0", "0.25", "0.5"});
  CHECK(expand_values("0.0625:0.1875:0.0625", "v") == Strings{"0.0625", "0.125", "0.1875"});
}

TEST_CASE("a list may hold ranges", "[axis]") {
  CHECK(expand_values("1,4:8:2,16", "v") == Strings{"1", "4", "6", "8", "16"});
}

TEST_CASE("what is no axis is refused with the place where it stands", "[axis]") {
  const auto refused = [](const std::string& text, const std::string& message) {
    INFO(text);
    expect_input_error([&] { parse_axis(text, "--vary"); }, {"--vary", message});
  };
  refused("theta", "must be key=values");
  refused("=1", "must be key=values");
  refused("theta=", "empty item");
  refused("theta=1,,2", "empty item");
  refused("theta=1:2", "must be lo:hi:step");
  refused("theta=1:2:0", "step above 0");
  refused("theta=1:2:-1", "step above 0");
  refused("theta=2:1:1", "must not end below its begin");
  refused("theta=a:b:c", "three decimal numbers");
  refused("theta=1:2:1e-1", "three decimal numbers");
  refused("theta=0:1:0.0000000001", "nine digits");
  refused("theta=0:1000000:1", "more than a million values");
}

TEST_CASE("a range of a million values is the longest", "[axis]") {
  CHECK(expand_values("1:1000000:1", "v").size() == 1000000);
}

TEST_CASE("a point is a list of keys with a value each", "[axis]") {
  const std::vector<Axis> point = parse_point("theta=0.5, delta.lanes = 8", "--point");
  REQUIRE(point.size() == 2);
  CHECK(point[0].key == "theta");
  CHECK(point[1].key == "delta.lanes");
  CHECK(point[1].values == Strings{"8"});
  expect_input_error([] { parse_point("theta", "--point"); }, {"--point", "must be key=values"});
}
