#include "sim/report/chart_library.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/temporary_folder.hpp"
#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("an absent library is an error that names the package", "[report]") {
  expect_input_error([] { chart_library("/nowhere/chart.js"); },
                     {"/nowhere/chart.js", "libjs-chart.js"});
}

TEST_CASE("only the version that the report is written for is taken", "[report]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "chart.js";
  std::ofstream(path) << "/*! Chart.js v4.4.0 */ x";
  expect_input_error([&] { chart_library(path.string()); }, {"Chart.js v3.", "libjs-chart.js"});
  std::ofstream(path) << "/*! Chart.js v3.9.1 */ x";
  CHECK(chart_library(path.string()) == "/*! Chart.js v3.9.1 */ x");
}
