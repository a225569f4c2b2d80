#include "tests/ddr/command_checker.hpp"

#include <catch2/catch.hpp>

#include "tests/ddr/command_names.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

using Commands = std::vector<DdrIssued>;

std::string fault_of(const Commands& commands) {
  return first_fault(commands, ddr_device("ddr3-1066-4gb-x16"));
}

/// A stream in which every command comes as early as it may; all of DDR3-1066F.
const Commands kTight{
    {kActivate, 0, 5, 0, false},   {kActivate, 1, 6, 6, false},   {kRead, 0, 5, 7, false},
    {kActivate, 2, 7, 12, false},  {kRead, 1, 6, 13, false},      {kActivate, 3, 8, 18, false},
    {kWrite, 2, 7, 20, false},     {kWrite, 3, 8, 25, true},      {kActivate, 4, 9, 27, false},
    {kPrecharge, 1, 0, 28, false}, {kPrecharge, 0, 0, 29, false}, {kActivate, 1, 1, 35, false},
    {kRead, 4, 9, 39, false},      {kPrecharge, 2, 0, 40, false}};

}  // namespace

TEST_CASE("the checker takes a stream without a clock to spare", "[ddr]") {
  CHECK(fault_of(kTight) == "");
}

TEST_CASE("the checker sees any command that comes a clock early", "[ddr]") {
  // Those that are as early as they may be, by their place in the stream.
  for (std::size_t i : {1, 2, 3, 4, 5, 6, 7, 8, 11, 12}) {
    Commands commands = kTight;
    --commands[i].clock;
    INFO(to_text(kTight[i]));
    CHECK_THAT(fault_of(commands), Contains("allowed from " + std::to_string(kTight[i].clock)));
  }
}

TEST_CASE("the checker knows the states of the banks", "[ddr]") {
  CHECK_THAT(fault_of({{kRead, 0, 5, 0, false}}), Contains("no row is open"));
  CHECK_THAT(fault_of({{kPrecharge, 0, 0, 0, false}}), Contains("no row is open"));
  CHECK_THAT(fault_of({{kActivate, 0, 5, 0, false}, {kActivate, 0, 6, 90, false}}),
             Contains("the row before is open"));
  CHECK_THAT(fault_of({{kActivate, 0, 5, 0, false}, {kRead, 0, 6, 90, false}}),
             Contains("another row is open"));
  CHECK_THAT(
      fault_of({{kActivate, 0, 5, 0, false}, {kRead, 0, 5, 90, true}, {kRead, 0, 5, 190, false}}),
      Contains("no row is open"));
  CHECK_THAT(fault_of({{kActivate, 0, 5, 0, false}, {kRefresh, 0, 0, 4160, false}}),
             Contains("a row is open"));
}

TEST_CASE("the checker knows the dates of the refreshes", "[ddr]") {
  CHECK(fault_of({{kRefresh, 0, 0, 4160, false}}) == "");
  CHECK_THAT(fault_of({{kRefresh, 0, 0, 4159, false}}), Contains("too early"));
  CHECK(fault_of({{kRefresh, 0, 0, 8319, false}}) == "");
  CHECK_THAT(fault_of({{kRefresh, 0, 0, 8320, false}}), Contains("an interval late"));
}

TEST_CASE("the clocks with an open row are counted to the precharge", "[ddr]") {
  const DdrDevice device = ddr_device("ddr3-1066-4gb-x16");
  const Commands commands{{kActivate, 0, 5, 10, false},  {kActivate, 1, 5, 50, false},
                          {kPrecharge, 0, 0, 60, false}, {kPrecharge, 1, 0, 80, false},
                          {kActivate, 0, 5, 100, false}, {kRead, 0, 5, 150, true},
                          {kActivate, 0, 6, 200, false}};
  CHECK(active_clocks(commands, device, 300) == 70 + 54 + 100);
}
