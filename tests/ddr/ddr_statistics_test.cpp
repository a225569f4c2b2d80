#include "model/stats/ddr_statistics.hpp"

#include <catch2/catch.hpp>

#include "tests/ddr/ddr_bench.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("a percentile is the least latency that enough bursts do not exceed", "[ddr]") {
  LatencyHistogram latency;
  for (DdrClock clocks = 1; clocks <= 200; ++clocks) latency.add(clocks);
  CHECK(latency.count() == 200);
  CHECK(latency.percentile(50) == 100);
  CHECK(latency.percentile(95) == 190);
  CHECK(latency.percentile(99) == 198);
  CHECK(latency.percentile(100) == 200);
  CHECK(latency.max() == 200);
  CHECK(latency.mean() == 100.5);
  latency.add(201);  // half of 201 is more than 100
  CHECK(latency.percentile(50) == 101);
}

TEST_CASE("percentiles of few bursts are bursts that were", "[ddr]") {
  LatencyHistogram latency;
  CHECK(latency.percentile(50) == 0);
  CHECK(latency.max() == 0);
  CHECK(latency.mean() == 0.0);
  latency.add(7);
  CHECK(latency.percentile(1) == 7);
  CHECK(latency.percentile(99) == 7);
  latency.add(9);
  CHECK(latency.percentile(50) == 7);
  CHECK(latency.percentile(51) == 9);
}

TEST_CASE("cleared counts begin anew, in the middle of things too", "[ddr]") {
  constexpr DdrClock kCut = 150;  // between a write and a read
  const DdrConfig config;
  DdrBench bench(config);
  for (std::uint64_t i = 0; i < 20; ++i) bench.read(address_of(config.device, 1, i % 3, i), 0);
  for (std::uint64_t i = 0; i < 20; ++i) bench.write(address_of(config.device, 2, i % 3, i), 0);
  bench.controller.run_until(kCut);
  const DdrStatistics before = bench.controller.statistics(kCut);
  bench.controller.clear_statistics(kCut);
  const DdrStatistics cleared = bench.controller.statistics(kCut);
  CHECK(cleared.reads == 0);
  CHECK(cleared.clocks == 0);
  CHECK(cleared.active_clocks == 0);
  bench.finish();
  const DdrStatistics after = bench.controller.statistics(5000);
  CHECK(before.writes > 0);
  CHECK(before.reads + after.reads == 20);
  CHECK(before.writes + after.writes == 20);
  CHECK(after.clocks == 5000 - kCut);

  DdrBench whole(config);
  for (std::uint64_t i = 0; i < 20; ++i) whole.read(address_of(config.device, 1, i % 3, i), 0);
  for (std::uint64_t i = 0; i < 20; ++i) whole.write(address_of(config.device, 2, i % 3, i), 0);
  whole.finish();
  const DdrStatistics all = whole.controller.statistics(5000);
  CHECK(before.active_clocks + after.active_clocks == all.active_clocks);
  CHECK(before.read_queue_clocks + after.read_queue_clocks == all.read_queue_clocks);
  CHECK(before.write_queue_clocks + after.write_queue_clocks == all.write_queue_clocks);
  CHECK(before.row_hits + after.row_hits == all.row_hits);
}
