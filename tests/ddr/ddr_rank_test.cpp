#include "tlm/ddr/ddr_rank.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/ddr/command_names.hpp"
#include "tlm/ddr/ddr_device.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// Late enough that no constraint of the commands before still holds.
constexpr DdrClock kLate = 1000;

struct Step {
  DdrCommand command;
  std::uint32_t bank;
  DdrClock clock;
  bool close = false;
};

DdrRank rank_after(const DdrTiming& timing, const std::vector<Step>& steps) {
  DdrRank rank(timing, 8);
  for (const Step& s : steps) rank.issue(s.command, s.bank, 1, s.clock, s.close);
  return rank;
}

/// The command is refused `distance` - 1 clocks after the last step, and taken after `distance`.
void check_distance(const DdrTiming& timing, const std::vector<Step>& steps, DdrCommand command,
                    std::uint32_t bank, int distance) {
  const DdrClock clock = steps.back().clock + static_cast<DdrClock>(distance);
  INFO("command " << static_cast<int>(command) << " to bank " << bank << " after " << distance);
  DdrRank early = rank_after(timing, steps);
  CHECK(early.earliest(command, bank) == clock);
  CHECK_THROWS_AS(early.issue(command, bank, 2, clock - 1), std::logic_error);
  CHECK_NOTHROW(rank_after(timing, steps).issue(command, bank, 2, clock));
}

/// Every device, as sections.
DdrTiming any_timing() {
  const std::string name = GENERATE(from_range(ddr_device_names()));
  UNSCOPED_INFO(name);
  return ddr_device(name).timing;
}

void check_wrong_state(const std::vector<Step>& steps, DdrCommand command, std::uint32_t bank) {
  INFO("command " << static_cast<int>(command));
  DdrRank rank = rank_after(ddr_device("ddr3-1066-4gb-x16").timing, steps);
  CHECK_THROWS_AS(rank.issue(command, bank, 2, 2 * kLate), std::logic_error);
}

}  // namespace

TEST_CASE("tRCD lies between an activate and a read or write of its bank", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kActivate, 3, 5}}, kRead, 3, t.trcd);
  check_distance(t, {{kActivate, 3, 5}}, kWrite, 3, t.trcd);
}

TEST_CASE("tRP lies between a precharge and the next activate", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kActivate, 3, 5}, {kPrecharge, 3, kLate}}, kActivate, 3, t.trp);
}

TEST_CASE("tRAS lies between an activate and the precharge", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kActivate, 3, 5}}, kPrecharge, 3, t.tras);
}

TEST_CASE("tRC lies between two activates of a bank", "[ddr]") {
  DdrTiming t = any_timing();
  t.trc += 5;  // otherwise tRAS and tRP say the same
  const auto open = static_cast<DdrClock>(t.tras);
  check_distance(t, {{kActivate, 3, 0}, {kPrecharge, 3, open}}, kActivate, 3, t.trc - t.tras);
}

TEST_CASE("tRRD lies between activates of two banks", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kActivate, 3, 5}}, kActivate, 4, t.trrd);
}

TEST_CASE("tFAW holds back the fifth activate", "[ddr]") {
  const DdrTiming t = any_timing();
  const auto step = static_cast<DdrClock>(t.trrd);
  const std::vector<Step> four{
      {kActivate, 0, 0}, {kActivate, 1, step}, {kActivate, 2, 2 * step}, {kActivate, 3, 3 * step}};
  check_distance(t, {four[0], four[1], four[2]}, kActivate, 3, t.trrd);
  check_distance(t, four, kActivate, 4, t.tfaw - 3 * t.trrd);
}

TEST_CASE("tFAW slides: each activate counts from the fourth before it", "[ddr]") {
  const DdrTiming t = any_timing();
  const auto step = static_cast<DdrClock>(t.trrd), window = static_cast<DdrClock>(t.tfaw);
  std::vector<Step> steps;
  for (std::uint32_t i = 0; i < 4; ++i) steps.push_back({kActivate, i, i * step});
  steps.push_back({kActivate, 4, window + 3 * step});  // long after it was allowed
  check_distance(t, steps, kActivate, 5, t.trrd);
}

TEST_CASE("tWR lies between the end of write data and the precharge", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kActivate, 3, 5}, {kWrite, 3, kLate}}, kPrecharge, 3, t.cwl + 4 + t.twr);
}

TEST_CASE("tWTR lies between the end of write data and a read of any bank", "[ddr]") {
  const DdrTiming t = any_timing();
  const std::vector<Step> steps{{kActivate, 3, 5}, {kActivate, 4, 50}, {kWrite, 3, kLate}};
  check_distance(t, steps, kRead, 3, t.cwl + 4 + t.twtr);
  check_distance(t, steps, kRead, 4, t.cwl + 4 + t.twtr);
}

TEST_CASE("tRTP lies between a read and the precharge", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kActivate, 3, 5}, {kRead, 3, kLate}}, kPrecharge, 3, t.trtp);
}

TEST_CASE("tCCD lies between two reads and between two writes of any banks", "[ddr]") {
  const DdrTiming t = any_timing();
  const DdrCommand command = GENERATE(kRead, kWrite);
  const std::vector<Step> steps{{kActivate, 3, 5}, {kActivate, 4, 50}, {command, 3, kLate}};
  check_distance(t, steps, command, 3, t.tccd);
  check_distance(t, steps, command, 4, t.tccd);
}

TEST_CASE("a write after a read leaves the data bus two clocks to turn round", "[ddr]") {
  const DdrTiming t = any_timing();
  const std::vector<Step> steps{{kActivate, 3, 5}, {kActivate, 4, 50}, {kRead, 3, kLate}};
  check_distance(t, steps, kWrite, 3, t.cl + 4 + 2 - t.cwl);
  check_distance(t, steps, kWrite, 4, t.cl + 4 + 2 - t.cwl);
}

TEST_CASE("tRFC lies between a refresh and the next activate or refresh", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(t, {{kRefresh, 0, 5}}, kActivate, 3, t.trfc);
  check_distance(t, {{kRefresh, 0, 5}}, kRefresh, 0, t.trfc);
}

TEST_CASE("refreshes by the number keep tRFC like single ones", "[ddr]") {
  const DdrTiming t = any_timing();
  const auto interval = static_cast<DdrClock>(t.trfc);
  DdrRank rank(t, 8);
  CHECK_THROWS_AS(rank.issue_refreshes(2, 0, interval - 1), std::logic_error);
  rank.issue_refreshes(3, 10, interval);
  CHECK(rank.earliest(kActivate, 3) == 10 + 3 * interval);
  CHECK_THROWS_AS(rank.issue_refreshes(1, 10 + 3 * interval - 1, interval), std::logic_error);
  CHECK_NOTHROW(rank.issue_refreshes(1, 10 + 3 * interval, interval));
}

TEST_CASE("a read that closes its row precharges after tRTP", "[ddr]") {
  const DdrTiming t = any_timing();
  const std::vector<Step> steps{{kActivate, 3, 5}, {kRead, 3, kLate, true}};
  check_distance(t, steps, kActivate, 3, t.trtp + t.trp);
  check_distance(t, steps, kRefresh, 0, t.trtp + t.trp);
}

TEST_CASE("a read that closes its row waits for tRAS inside the chip", "[ddr]") {
  DdrTiming t = any_timing();
  t.tras += 50;
  t.trc += 50;
  const auto read = static_cast<DdrClock>(t.trcd);
  check_distance(t, {{kActivate, 3, 0}, {kRead, 3, read, true}}, kActivate, 3,
                 t.tras + t.trp - t.trcd);
}

TEST_CASE("a write that closes its row precharges after its data and tWR", "[ddr]") {
  const DdrTiming t = any_timing();
  const std::vector<Step> steps{{kActivate, 3, 5}, {kWrite, 3, kLate, true}};
  check_distance(t, steps, kActivate, 3, t.cwl + 4 + t.twr + t.trp);
  check_distance(t, steps, kRefresh, 0, t.cwl + 4 + t.twr + t.trp);
}

TEST_CASE("a refresh waits tRP for the last precharge of any bank", "[ddr]") {
  const DdrTiming t = any_timing();
  check_distance(
      t,
      {{kActivate, 3, 5}, {kActivate, 4, 50}, {kPrecharge, 4, kLate}, {kPrecharge, 3, kLate + 3}},
      kRefresh, 0, t.trp);
}

TEST_CASE("a command takes the bus for a clock", "[ddr]") {
  const DdrTiming t = any_timing();
  const std::vector<Step> steps{{kActivate, 3, 5}, {kActivate, 4, 50}, {kPrecharge, 4, kLate}};
  check_distance(t, steps, kPrecharge, 3, 1);
  check_distance(t, steps, kRead, 3, 1);
}

TEST_CASE("a refresh needs every bank closed", "[ddr]") {
  check_wrong_state({{kActivate, 3, 5}}, kRefresh, 0);
  check_wrong_state({{kActivate, 3, 5}, {kActivate, 4, 50}, {kPrecharge, 3, 500}}, kRefresh, 0);
}

TEST_CASE("commands in the wrong state are refused", "[ddr]") {
  check_wrong_state({{kRefresh, 0, 0}}, kRead, 0);
  check_wrong_state({{kRefresh, 0, 0}}, kWrite, 0);
  check_wrong_state({{kRefresh, 0, 0}}, kPrecharge, 0);
  check_wrong_state({{kActivate, 3, 5}}, kActivate, 3);
  check_wrong_state({{kActivate, 3, 5}}, kRead, 4);
  check_wrong_state({{kActivate, 3, 5}, {kRead, 3, 500, true}}, kRead, 3);
  check_wrong_state({{kActivate, 3, 5}, {kPrecharge, 3, 500}}, kPrecharge, 3);
}

TEST_CASE("a rank knows its open rows and what they served", "[ddr]") {
  DdrRank rank = rank_after(ddr_device("ddr3-1066-4gb-x16").timing, {{kActivate, 3, 5}});
  CHECK(rank.open_row(3) == 1u);
  CHECK_FALSE(rank.open_row(4).has_value());
  CHECK(rank.open_banks() == 1);
  CHECK(rank.columns_served(3) == 0);
  rank.issue(kRead, 3, 1, 500);
  rank.issue(kRead, 3, 1, 600);
  CHECK(rank.columns_served(3) == 2);
  rank.issue(kPrecharge, 3, 0, 700);
  CHECK(rank.open_banks() == 0);
  rank.issue(kActivate, 3, 9, 800);
  CHECK(rank.open_row(3) == 9u);
  CHECK(rank.columns_served(3) == 0);
}

TEST_CASE("a rank is active while any row is open", "[ddr]") {
  const DdrTiming t = ddr_device("ddr3-1066-4gb-x16").timing;
  DdrRank rank = rank_after(t, {{kActivate, 3, 100}, {kActivate, 4, 150}, {kPrecharge, 3, 200}});
  CHECK(rank.active_clocks(100) == 0);
  CHECK(rank.active_clocks(220) == 120);
  rank.issue(kPrecharge, 4, 0, 300);
  CHECK(rank.active_clocks(400) == 200);
  rank.issue(kActivate, 4, 1, 500);
  rank.issue(kRead, 4, 1, 600, true);
  CHECK(rank.active_clocks(1000) == 200 + 100 + static_cast<DdrClock>(t.trtp));
}
