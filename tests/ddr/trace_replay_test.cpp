#include "tlm/ddr/trace_replay.hpp"

#include <catch2/catch.hpp>

#include "tests/ddr/ddr_bench.hpp"
#include "tests/ddr/trace_patterns.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {}  // namespace

TEST_CASE("one request a clock enters, at its cycle at the earliest", "[ddr]") {
  TraceReplay replay({});
  CHECK(replay.next({0, false, 0}) == 0);
  CHECK(replay.next({32, false, 0}) == 1);
  CHECK(replay.next({64, false, 2}) == 2);
  CHECK(replay.next({96, false, 50}) == 50);
  CHECK(replay.next({128, false, 7}) == 51);  // in order, whatever its cycle says
}

TEST_CASE("cycles run from clock 0 to the last data beat", "[ddr]") {
  const DdrConfig config;
  const DdrTiming& t = config.device.timing;
  TraceReplay replay(config);
  CHECK(replay.cycles() == 0);
  replay.next({0, false, 100});
  replay.finish();
  CHECK(replay.cycles() == 100 + clocks(1 + t.trcd + t.cl + 4));
  CHECK(replay.statistics().clocks == replay.cycles());
  replay.next({32, true, 0});  // enters in clock 101 at the earliest, the row is open
  replay.finish();
  CHECK(replay.statistics().writes == 1);
}

TEST_CASE("a request waits while its queue is full, and those behind it too", "[ddr]") {
  DdrConfig config;
  config.transaction_queue = 1;
  config.bank_queue = 1;
  const DdrTiming& t = config.device.timing;
  TraceReplay replay(config);
  CHECK(replay.next({0, false, 0}) == 0);   // moves on in its clock
  CHECK(replay.next({32, false, 0}) == 1);  // stays until the first is read, in 1 + tRCD
  CHECK(replay.next({64, false, 0}) == clocks(1 + t.trcd) + 1);
  CHECK(replay.next({4096, true, 0}) == clocks(1 + t.trcd) + 2);
  replay.finish();
}

TEST_CASE("refreshes up to the last data beat are counted", "[ddr]") {
  const DdrConfig config;
  const auto interval = clocks(config.device.timing.trefi);
  TraceReplay replay(config);
  replay.next({0, false, 0});
  replay.next({0, false, 10 * interval + 1000});
  replay.finish();
  CHECK(replay.statistics().refreshes == 10);
}

TEST_CASE("commands between the last one of a burst and its last data beat are counted", "[ddr]") {
  const DdrConfig config;
  const auto interval = clocks(config.device.timing.trefi);
  TraceReplay replay(config);
  replay.next({0, false, 0});
  replay.next({32, false, interval - 2});  // read in the clock before the refresh is due
  replay.finish();
  REQUIRE(replay.cycles() == interval - 1 + clocks(config.device.timing.cl + 4));
  CHECK(replay.statistics().precharges == 1);
}

TEST_CASE("a replay gives the same counts whenever it is run", "[ddr]") {
  const DdrConfig config;
  const auto trace = trace_pattern("random_mixed").make(config.device, 3, 3000);
  TraceReplay first(config), second(config);
  for (const TraceRequest& request : trace) first.next(request);
  for (const TraceRequest& request : trace) second.next(request);
  first.finish();
  second.finish();
  second.finish();  // nothing is left
  CHECK(first.cycles() == second.cycles());
  CHECK(first.statistics().read_latency.counts() == second.statistics().read_latency.counts());
  CHECK(first.statistics().reads + first.statistics().writes + first.statistics().forwarded_reads ==
        3000);
}
