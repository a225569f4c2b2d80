#include "tlm/ddr/ddr_controller.hpp"

#include <catch2/catch.hpp>

#include "tests/ddr/ddr_bench.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

using Tags = std::vector<std::uint64_t>;

/// Long after a row was opened: no constraint of then still holds.
constexpr DdrClock kLater = 500;

DdrConfig any_device() {
  DdrConfig config;
  config.device = ddr_device(GENERATE(from_range(ddr_device_names())));
  UNSCOPED_INFO(config.device.name);
  return config;
}

/// Requests of one bank, by row, all in clock 0; the tags in the order in which they are served.
Tags served(const DdrConfig& config, const std::vector<std::uint32_t>& rows) {
  DdrBench bench(config);
  for (std::size_t i = 0; i < rows.size(); ++i)
    bench.read(address_of(config.device, rows[i], 0, i), 0);
  bench.finish();
  return bench.order();
}

}  // namespace

TEST_CASE("a read of a closed bank takes an activate and a read", "[ddr]") {
  const DdrConfig config = any_device();
  const DdrTiming& t = config.device.timing;
  for (DdrClock begin : {DdrClock{0}, DdrClock{77}}) {
    DdrBench bench(config);
    bench.read(address_of(config.device, 5, 2, 1), begin);
    bench.finish();
    CHECK(bench.end(0) == begin + clocks(1 + t.trcd + t.cl + 4));
    REQUIRE(bench.commands.size() == 2);
    CHECK(bench.commands[0].clock == begin + 1);
    CHECK(bench.commands[0].row == 5);
    CHECK(bench.commands[1].bank == 2);
    const LatencyHistogram latency = bench.controller.statistics(bench.end(0)).read_latency;
    CHECK(latency.count() == 1);
    CHECK(latency.max() == bench.end(0) - begin);
  }
}

TEST_CASE("a read of an open row takes the read alone", "[ddr]") {
  const DdrConfig config = any_device();
  DdrBench bench(config);
  bench.read(address_of(config.device, 5, 2, 1), 0);
  bench.read(address_of(config.device, 5, 2, 9), kLater);
  bench.finish();
  CHECK(bench.end(1) == kLater + clocks(1 + config.device.timing.cl + 4));
}

TEST_CASE("a read of another row takes precharge, activate and read", "[ddr]") {
  const DdrConfig config = any_device();
  const DdrTiming& t = config.device.timing;
  DdrBench bench(config);
  bench.read(address_of(config.device, 5, 2, 1), 0);
  bench.read(address_of(config.device, 6, 2, 1), kLater);
  bench.finish();
  CHECK(bench.end(1) == kLater + clocks(1 + t.trp + t.trcd + t.cl + 4));
}

TEST_CASE("a lone write goes out at once", "[ddr]") {
  const DdrConfig config = any_device();
  const DdrTiming& t = config.device.timing;
  DdrBench bench(config);
  bench.write(address_of(config.device, 5, 2, 1), 10);
  bench.finish();
  CHECK(bench.end(0) == 10 + clocks(1 + t.trcd + t.cwl + 4));
}

TEST_CASE("a stream of one row keeps the data bus busy", "[ddr]") {
  const DdrConfig config = any_device();
  DdrBench bench(config);
  for (std::uint64_t i = 0; i < 30; ++i) bench.read(address_of(config.device, 5, 2, i), 0);
  bench.finish();
  for (std::uint64_t i = 1; i < 30; ++i) CHECK(bench.end(i) == bench.end(i - 1) + 4);
}

TEST_CASE("the address within a burst does not matter", "[ddr]") {
  DdrBench bench({});
  bench.write(64, 0);
  bench.read(95, 1);
  bench.finish();
  CHECK(bench.controller.statistics(100).forwarded_reads == 1);
}

TEST_CASE("a read that hits the open row overtakes one that does not", "[ddr]") {
  CHECK(served({}, {1, 2, 1}) == Tags{0, 2, 1});
  CHECK(served({}, {1, 2, 3, 2, 1}) == Tags{0, 4, 1, 3, 2});
}

TEST_CASE("banks whose rows are open take turns, each with its oldest", "[ddr]") {
  const DdrConfig config;
  DdrBench bench(config);
  for (std::uint32_t bank : {0, 1, 2}) bench.read(address_of(config.device, 5, bank, 0), 0);
  for (std::uint32_t bank : {2, 0, 0, 1})
    bench.read(address_of(config.device, 5, bank, 1 + bank), kLater);
  bench.finish();
  CHECK(bench.order() == Tags{0, 1, 2, 3, 4, 6, 5});
}

TEST_CASE("a read that is ready goes before an older burst's activate", "[ddr]") {
  const DdrConfig config;
  const DdrClock first = kLater + 1, second = first + clocks(config.device.timing.trrd);
  DdrBench bench(config);
  bench.read(address_of(config.device, 5, 0, 0), 0);
  bench.read(address_of(config.device, 5, 1, 0), kLater);
  bench.read(address_of(config.device, 5, 2, 0), kLater);
  bench.read(address_of(config.device, 5, 0, 1), second - 1);  // both have their time in `second`
  bench.finish();
  const auto activates = bench.of(DdrCommand::activate), reads = bench.of(DdrCommand::read);
  CHECK(activates.at(1).clock == first);
  CHECK(reads.at(1).clock == second);
  CHECK(reads.at(1).bank == 0);
  CHECK(activates.at(2).clock == second + 1);
}

TEST_CASE("an open row serves row_hit_limit, and on until it may be closed for an older burst",
          "[ddr]") {
  const int limit = GENERATE(1, 3, 4, 5, 6);
  INFO("limit " << limit);
  DdrConfig config;
  config.row_hit_limit = limit;
  const DdrTiming& t = config.device.timing;
  REQUIRE(t.trtp <= t.tccd);  // so tRAS alone can hold the precharge back
  const int until_closed = (t.tras - t.trcd + t.tccd - 1) / t.tccd;
  std::vector<std::uint32_t> rows{1, 2};
  for (int i = 0; i < 9; ++i) rows.push_back(1);
  const Tags order = served(config, rows);
  const auto at = std::find(order.begin(), order.end(), 1u) - order.begin();
  CHECK(at == std::max(limit, until_closed));
}

TEST_CASE("a bank's first burst waits age_limit clocks for others that hit, and not one more",
          "[ddr]") {
  const int hits = GENERATE(6, 9, 14), more = GENERATE(0, 1);
  DdrConfig config;
  config.row_hit_limit = 1024;
  const DdrTiming& t = config.device.timing;
  const int hit_clock = 1 + t.trcd + hits * t.tccd;  // of the one after so many
  config.age_limit = hit_clock - 1 + more;           // the burst in question moves in clock 1
  std::vector<std::uint32_t> rows{1, 2};
  for (int i = 0; i < 25; ++i) rows.push_back(1);
  const Tags order = served(config, rows);
  CHECK(std::find(order.begin(), order.end(), 1u) - order.begin() == hits + more);
}

TEST_CASE("reads and writes take turns where both keep coming", "[ddr]") {
  const DdrConfig config;
  const std::uint64_t half = config.device.size_bytes() / 2 + 4 * config.device.row_bytes();
  DdrBench bench(config);
  std::uint64_t reads = 0, writes = 0;
  for (DdrClock now = 0; now < 20000; ++now) {
    bench.controller.run_until(now);
    if (bench.controller.room(true)) bench.write(half + 32 * writes++, now);
    if (bench.controller.room(false)) bench.read(32 * reads++, now);
  }
  bench.finish();
  // Between two reads: the writes that move in one go and those that the banks hold.
  const int most = config.transaction_queue + 8 * config.bank_queue;
  int in_turn[2] = {0, 0}, longest[2] = {0, 0};
  for (const DdrIssued& c : bench.commands) {
    if (c.command != DdrCommand::read && c.command != DdrCommand::write) continue;
    const int kind = c.command == DdrCommand::write ? 1 : 0;
    longest[kind] = std::max(longest[kind], ++in_turn[kind]);
    in_turn[1 - kind] = 0;
  }
  CHECK(longest[1] <= most);
  CHECK(longest[0] <= most);
  CHECK(reads > 1500);
  CHECK(writes > 1500);
}

TEST_CASE("row_hit_limit does not close a row that no older burst is kept from", "[ddr]") {
  DdrConfig config;
  config.row_hit_limit = 2;
  CHECK(served(config, {1, 1, 1, 1, 1, 2}) == Tags{0, 1, 2, 3, 4, 5});
}

TEST_CASE("a read of a queued write is answered in the next clock", "[ddr]") {
  const DdrConfig config;
  DdrBench bench(config);
  const std::uint64_t address = address_of(config.device, 5, 2, 1);
  bench.write(address, 10);
  const auto near = bench.read(address, 12);
  const auto other = bench.read(address + 32, 12);
  bench.finish();
  CHECK(bench.end(near) == 13);
  CHECK(bench.end(other) > 13);
  const DdrStatistics s = bench.controller.statistics(1000);
  CHECK(s.forwarded_reads == 1);
  CHECK(s.reads == 1);
  CHECK(s.read_latency.count() == 2);
  CHECK(s.read_latency.counts()[1] == 1);
}

TEST_CASE("a write that went out answers no more reads", "[ddr]") {
  const DdrConfig config;
  const DdrTiming& t = config.device.timing;
  const DdrClock command = clocks(1 + t.trcd);
  for (DdrClock delay : {DdrClock{0}, DdrClock{1}}) {
    DdrBench bench(config);
    bench.write(0, 0);
    bench.read(0, command + delay);  // in the write's clock it is still queued
    bench.finish();
    CHECK(bench.controller.statistics(1000).forwarded_reads == 1 - delay);
  }
}

TEST_CASE("a write waits for the read of its address before it", "[ddr]") {
  DdrConfig config;
  config.transaction_queue = 2;
  DdrBench bench(config);
  const std::uint64_t address = address_of(config.device, 5, 2, 1);
  bench.read(address, 0);
  bench.write(address, 0);
  bench.write(address_of(config.device, 6, 3, 0), 0);  // full: writes would go first
  const auto again = bench.read(address, 1);           // sees the write
  bench.finish();
  CHECK(bench.end(again) == 2);
  const auto writes = bench.of(DdrCommand::write), reads = bench.of(DdrCommand::read);
  REQUIRE(reads.size() == 1);
  REQUIRE(writes.size() == 2);
  CHECK(writes[0].bank == 3);
  CHECK(writes[1].clock > reads[0].clock);
}

TEST_CASE("with closed page a row that nothing else wants is closed at once", "[ddr]") {
  DdrConfig config = any_device();
  config.open_page = false;
  const DdrTiming& t = config.device.timing;
  DdrBench bench(config);
  bench.read(address_of(config.device, 5, 2, 0), 0);
  bench.read(address_of(config.device, 5, 2, 1), 0);
  bench.read(address_of(config.device, 5, 2, 2), kLater);
  bench.finish();
  const auto reads = bench.of(DdrCommand::read);
  REQUIRE(reads.size() == 3);
  CHECK_FALSE(reads[0].close);  // the second is queued and hits
  CHECK(reads[1].close);
  CHECK(reads[2].close);
  CHECK(bench.end(2) == kLater + clocks(1 + t.trcd + t.cl + 4));
  const DdrStatistics s = bench.controller.statistics(1000);
  CHECK(s.activates == 2);
  CHECK(s.precharges == 2);
  CHECK(s.row_hits == 1);
}
