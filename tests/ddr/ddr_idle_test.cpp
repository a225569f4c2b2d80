#include <catch2/catch.hpp>

#include "tests/ddr/command_checker.hpp"
#include "tests/ddr/ddr_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

DdrConfig device(const char* name) {
  DdrConfig config;
  config.device = ddr_device(name);
  return config;
}

DdrClock interval_of(const DdrConfig& config) {
  return static_cast<DdrClock>(config.device.timing.trefi);
}

/// A controller with a row open in each bank, and nothing to do from the returned clock on.
DdrClock open_all_banks(DdrBench& bench, DdrClock from) {
  const DdrDevice& d = bench.controller.config().device;
  for (std::uint64_t bank = 0; bank < d.banks; ++bank) bench.read(address_of(d, 1, bank, 0), from);
  bench.finish();
  return bench.commands.back().clock + 1;
}

}  // namespace

TEST_CASE("a controller without bursts has no next event", "[ddr]") {
  DdrBench bench({});
  CHECK(bench.controller.next_event() == kNoClock);
  bench.controller.run_until(100000);
  CHECK(bench.controller.next_event() == kNoClock);
  bench.read(0, 100000);
  CHECK(bench.controller.next_event() == 100000);
  bench.finish();
  CHECK(bench.controller.next_event() == kNoClock);
}

TEST_CASE("an idle controller refreshes every tREFI, to the clock", "[ddr]") {
  const DdrConfig config = device(GENERATE("ddr3-800-1gb-x16", "ddr3-1333-4gb-x16"));
  const DdrClock interval = interval_of(config);
  for (DdrClock count : {1, 2, 1000}) {
    DdrBench bench(config);
    bench.controller.run_until(count * interval);  // the clock count * tREFI is not executed yet
    CHECK(bench.controller.statistics(count * interval).refreshes == count - 1);
    bench.controller.run_until(count * interval + 1);
    CHECK(bench.controller.statistics(count * interval + 1).refreshes == count);
    CHECK(bench.commands.size() == count);
    CHECK(first_fault(bench.commands, config.device) == "");
  }
}

TEST_CASE("an idle controller catches up when a burst comes", "[ddr]") {
  const DdrConfig config;
  DdrBench bench(config);
  open_all_banks(bench, 10);
  const DdrClock now = 3 * interval_of(config) + 1000;
  bench.controller.enqueue(0, false, 8, now);
  bench.finish();
  CHECK(first_fault(bench.commands, config.device) == "");
  CHECK(bench.of(DdrCommand::refresh).size() == 3);
  CHECK(bench.of(DdrCommand::activate).back().clock == now + 1);
}

TEST_CASE("a long idle time is booked at once", "[ddr]") {
  const DdrConfig config;
  DdrController controller(config, [](const DdrEnds&) {});
  const DdrClock intervals = DdrClock{1} << 40;
  controller.run_until(intervals * interval_of(config) + 1);
  CHECK(controller.statistics(intervals).refreshes == intervals);
}

TEST_CASE("an idle controller closes its rows, one a clock, for a refresh", "[ddr]") {
  const DdrConfig config;
  DdrBench bench(config);
  open_all_banks(bench, 10);
  bench.controller.run_until(interval_of(config) + 100);
  const auto closed = bench.of(DdrCommand::precharge);
  REQUIRE(closed.size() == 8);
  for (std::uint64_t i = 0; i < 8; ++i) CHECK(closed[i].clock == interval_of(config) + i);
  const DdrClock refreshed = bench.of(DdrCommand::refresh).at(0).clock;
  CHECK(refreshed == closed.back().clock + static_cast<DdrClock>(config.device.timing.trp));
}

TEST_CASE("how an idle time is cut does not matter", "[ddr]") {
  const DdrConfig config;
  const std::uint64_t seed = GENERATE(1u, 2u, 3u);
  INFO("seed " << seed);
  RandomSource random(seed);
  DdrBench whole(config), cut(config);
  for (DdrClock begin = 0; begin < 30000;) {
    open_all_banks(whole, begin);
    const DdrClock idle = open_all_banks(cut, begin);
    begin += static_cast<DdrClock>(random.between(200, 6000));
    for (DdrClock clock = idle; clock < begin; clock += static_cast<DdrClock>(random.between(1, 3)))
      cut.controller.run_until(clock);
    for (DdrBench* bench : {&whole, &cut}) bench->controller.run_until(begin);
  }
  CHECK(first_fault(whole.commands, config.device) == "");
  REQUIRE(cut.commands.size() == whole.commands.size());
  for (std::size_t i = 0; i < cut.commands.size(); ++i)
    CHECK(to_text(cut.commands[i]) == to_text(whole.commands[i]));
}

TEST_CASE("a refresh that is due keeps all bursts waiting", "[ddr]") {
  const DdrConfig config;
  const DdrTiming& t = config.device.timing;
  const DdrClock due = interval_of(config);
  DdrBench early(config), late(config);
  early.read(0, due - 2);  // activated in due - 1, closed for the refresh before it was read
  late.read(0, due);
  early.finish();
  late.finish();
  CHECK(late.of(DdrCommand::refresh).at(0).clock == due);
  CHECK(late.end(0) == due + static_cast<DdrClock>(t.trfc + t.trcd + t.cl + 4));
  const DdrClock closed = due - 1 + static_cast<DdrClock>(t.tras);
  CHECK(early.of(DdrCommand::refresh).at(0).clock == closed + static_cast<DdrClock>(t.trp));
  CHECK(early.controller.statistics(2 * due).activates == 2);
}
