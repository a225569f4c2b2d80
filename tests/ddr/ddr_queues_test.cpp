#include <catch2/catch.hpp>

#include "tests/ddr/ddr_bench.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// As many bursts of bank 0 as there is room for in this clock, each of its own row.
int fill(DdrBench& bench, bool write, DdrClock now) {
  static constexpr std::uint64_t kRows = 4096;
  int count = 0;
  bench.controller.run_until(now);
  while (bench.controller.room(write)) {
    const std::uint64_t row = (bench.controller.queued() + 1) % kRows;
    const auto address = address_of(bench.controller.config().device, row, 0, write ? 1 : 0);
    write ? bench.write(address, now) : bench.read(address, now);
    ++count;
  }
  return count;
}

DdrConfig with_queues(int transaction_queue, int bank_queue) {
  DdrConfig config;
  config.transaction_queue = transaction_queue;
  config.bank_queue = bank_queue;
  return config;
}

/// Whether the first command of all concerns the writes, where so many meet one read.
bool writes_go_first(int transaction_queue, int writes) {
  const DdrConfig config = with_queues(transaction_queue, 8);
  DdrBench bench(config);
  for (int i = 0; i < writes; ++i)
    bench.write(address_of(config.device, 1, 1, static_cast<std::uint64_t>(i)), 0);
  bench.read(address_of(config.device, 2, 2, 0), 0);
  bench.finish();
  return bench.commands.front().bank == 1;
}

}  // namespace

TEST_CASE("the read and the write queue hold transaction_queue bursts each", "[ddr]") {
  const int size = GENERATE(1, 2, 32, 256);
  DdrBench bench(with_queues(size, 8));
  CHECK(fill(bench, false, 0) == size);
  CHECK_FALSE(bench.controller.room(false));
  CHECK(bench.controller.room(true));
  CHECK(fill(bench, true, 0) == size);
  CHECK(bench.controller.queued() == static_cast<std::size_t>(2 * size));
}

TEST_CASE("a bank's queue takes bank_queue bursts, one a clock", "[ddr]") {
  const int size = GENERATE(1, 2, 5);
  DdrBench bench(with_queues(32, size));
  REQUIRE(fill(bench, false, 0) == 32);
  // The first read, which makes room again, goes out in clock 1 + tRCD.
  for (int clock = 1; clock <= bench.controller.config().device.timing.trcd; ++clock) {
    INFO("clock " << clock);
    CHECK(fill(bench, false, static_cast<DdrClock>(clock)) == (clock <= size ? 1 : 0));
  }
}

TEST_CASE("a burst for a full bank does not hold up one for another", "[ddr]") {
  const DdrConfig config = with_queues(32, 1);
  DdrBench bench(config);
  for (std::uint64_t row = 0; row < 4; ++row) bench.read(address_of(config.device, row, 0, 0), 0);
  const auto other = bench.read(address_of(config.device, 0, 1, 0), 0);
  bench.finish();
  CHECK(bench.order()[1] == other);
}

TEST_CASE("writes wait while reads move and the write queue has room", "[ddr]") {
  const DdrConfig config = with_queues(8, 8);
  const int writes = GENERATE(7, 8);
  DdrBench bench(config);
  // Eight reads, of which one is on its way when the writes come.
  for (std::uint64_t row = 0; row < 8; ++row) bench.read(address_of(config.device, row, 0, 0), 0);
  for (int i = 0; i < writes; ++i)
    bench.write(address_of(config.device, 1, 1, static_cast<std::uint64_t>(i)), 1);
  bench.finish();
  const DdrClock first_write = bench.of(DdrCommand::write).front().clock;
  const auto reads = bench.of(DdrCommand::read);
  if (writes == 7) CHECK(first_write > reads.back().clock);
  if (writes == 8) CHECK(first_write < reads[2].clock);
}

TEST_CASE("a full write queue drains as far as it was filled", "[ddr]") {
  const DdrConfig config = with_queues(4, 8);
  DdrBench bench(config);
  bench.read(address_of(config.device, 0, 0, 0), 0);
  for (std::uint64_t i = 0; i < 4; ++i) bench.write(address_of(config.device, 1, 1, i), 1);
  bench.read(address_of(config.device, 0, 0, 1), 1);
  // A clock later the first write has made room for one that belongs to the next drain.
  bench.controller.run_until(3);
  bench.write(address_of(config.device, 2, 2, 0), 3);
  bench.finish();
  const auto reads = bench.of(DdrCommand::read), writes = bench.of(DdrCommand::write);
  REQUIRE(reads.size() == 2);
  REQUIRE(writes.size() == 5);
  CHECK(writes[4].bank == 2);
}

TEST_CASE("with nothing on its way more than a quarter of the write queue goes first", "[ddr]") {
  CHECK_FALSE(writes_go_first(32, 8));
  CHECK(writes_go_first(32, 9));
  CHECK_FALSE(writes_go_first(8, 2));
  CHECK(writes_go_first(8, 3));
}
