#include "tlm/ddr/port_arbiter.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "tests/ddr/ddr_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

const DdrDevice& device() {
  static const DdrDevice d = ddr_device("ddr3-1066-4gb-x16");
  return d;
}

/// An arbiter in front of a controller that always has room.
struct ArbiterBench {
  explicit ArbiterBench(const ArbiterConfig& config)
      : arbiter(config, DdrAddress(device(), DdrMapping::row_bank_column)) {}

  void push(int port, std::uint64_t address, DdrClock now, std::uint64_t bytes = 32) {
    arbiter.push(port, address, bytes, count++, now);
  }
  /// The ports that are granted in clocks begin to end - 1; -1 where none is.
  std::vector<int> ports(DdrClock begin, DdrClock end) {
    std::vector<int> result;
    for (DdrClock now = begin; now < end; ++now) {
      const auto run = grant(now);
      result.push_back(run ? run->port : -1);
    }
    return result;
  }
  /// The grant of clock `now` alone.
  std::optional<PortArbiter::Run> grant(DdrClock now, bool read_room = true,
                                        bool write_room = true) {
    const PortArbiter::Run run = arbiter.run(now, now + 1, read_room, write_room);
    if (run.count == 0) return std::nullopt;
    arbiter.take(run, now);
    return run;
  }

  PortArbiter arbiter;
  std::size_t count = 0;
};

ArbiterConfig fast_links() {
  ArbiterConfig config;
  config.link_clocks = 1;
  return config;
}

/// In another row of another bank for each port.
std::uint64_t own_row(int port, std::uint64_t burst = 0) {
  return address_of(device(), 7 + static_cast<std::uint64_t>(port),
                    static_cast<std::uint64_t>(port), burst);
}

}  // namespace

TEST_CASE("ports that wait alike are granted in turn", "[arbiter]") {
  ArbiterConfig config = fast_links();
  config.page_match = false;
  ArbiterBench bench(config);
  for (std::uint64_t i = 0; i < 2; ++i)
    for (int port = 0; port < DdrPort::kCount; ++port) bench.push(port, own_row(port, i), 0);
  CHECK(bench.ports(0, 17) == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, -1});
}

TEST_CASE("a port in the row of the last grant goes on, unless page match is off", "[arbiter]") {
  ArbiterConfig config = fast_links();
  config.page_match = GENERATE(true, false);
  ArbiterBench bench(config);
  bench.push(2, own_row(2), 0, 4 * 32);
  bench.push(4, own_row(4), 0, 32);
  const std::vector<int> expected =
      config.page_match ? std::vector<int>{2, 2, 2, 2, 4} : std::vector<int>{2, 4, 2, 2, 2};
  CHECK(bench.ports(0, 5) == expected);
}

TEST_CASE("a burst that enters another row does not go on", "[arbiter]") {
  ArbiterBench bench(fast_links());
  const std::uint64_t row_end = own_row(2) + device().row_bytes() - 32;
  bench.push(2, row_end, 0, 3 * 32);
  bench.push(4, own_row(4), 0, 32);
  CHECK(bench.ports(0, 4) == std::vector<int>{2, 4, 2, 2});
}

TEST_CASE(
    "a port whose counter has run out goes before the row of the last grant, a clock earlier "
    "it does not",
    "[arbiter]") {
  ArbiterConfig config = fast_links();
  config.ageing_clocks = GENERATE(1, 31, 32, 33, 100);
  ArbiterBench bench(config);
  bench.push(2, own_row(2), 0, 200 * 32);
  CHECK(bench.ports(0, 1) == std::vector<int>{2});
  bench.push(4, own_row(4), 1, 32);
  const auto ageing = static_cast<DdrClock>(config.ageing_clocks);
  CHECK(bench.ports(1, 1 + ageing) == std::vector<int>(ageing, 2));
  CHECK(bench.ports(1 + ageing, 3 + ageing) == std::vector<int>{4, 2});
}

TEST_CASE("of two waits that differ in the counter's upper bits the longer one goes first",
          "[arbiter]") {
  const DdrClock later = GENERATE(1, 31, 32, 40);
  ArbiterConfig config = fast_links();
  config.ageing_clocks = 1023;  // a full class has passed 32 clocks after the begin
  ArbiterBench bench(config);
  bench.push(6, own_row(6), 0);
  bench.push(0, own_row(0), later);
  // The last grant was, as it were, port 7's: in turn, port 0 comes before port 6.
  CHECK(bench.ports(later, later + 2) ==
        (later >= 32 ? std::vector<int>{6, 0} : std::vector<int>{0, 6}));
}

TEST_CASE("ports of one link share it, those of others do not wait", "[arbiter]") {
  ArbiterConfig config;
  config.page_match = false;
  config.link_clocks = GENERATE(1, 2, 6);
  const auto link = static_cast<std::size_t>(config.link_clocks);
  ArbiterBench bench(config);
  const auto last_grant = [&](int a, int b) {
    for (std::uint64_t i = 0; i < 3; ++i)
      for (int port : {a, b}) bench.push(port, own_row(port, i), 0);
    const std::vector<int> ports = bench.ports(0, 40);
    std::size_t last = 0;
    for (std::size_t i = 0; i < ports.size(); ++i)
      if (ports[i] >= 0) last = i;
    return last;
  };
  SECTION("HP0 and HP1 reading") {
    CHECK(last_grant(DdrPort::read(0), DdrPort::read(1)) == 5 * link);
  }
  SECTION("HP0 and HP2 reading") {
    CHECK(last_grant(DdrPort::read(0), DdrPort::read(2)) == 2 * std::max<std::size_t>(link, 2) + 1);
  }
  SECTION("HP0 reading and writing") {
    CHECK(last_grant(DdrPort::read(0), DdrPort::write(0)) ==
          2 * std::max<std::size_t>(link, 2) + 1);
  }
}

TEST_CASE("without room for a direction, only the other is granted", "[arbiter]") {
  ArbiterBench bench(fast_links());
  bench.push(0, own_row(0), 0);
  bench.push(1, own_row(1), 0);
  CHECK_FALSE(bench.grant(0, false, false).has_value());
  CHECK(bench.grant(1, false, true)->port == 1);
  CHECK_FALSE(bench.grant(2, false, true).has_value());
  CHECK(bench.arbiter.waiting(false));
  CHECK_FALSE(bench.arbiter.waiting(true));
  CHECK(bench.grant(3, true, false)->port == 0);
}

TEST_CASE("every BL8 burst that is touched is granted once, a port's in order", "[arbiter]") {
  const int seed = GENERATE(range(1, 31));
  RandomSource random(static_cast<std::uint64_t>(seed));
  ArbiterConfig config;
  config.ageing_clocks = random.small(1, 1023);
  config.page_match = random.chance(50);
  config.link_clocks = random.small(1, 8);
  ArbiterBench bench(config);
  std::map<int, std::vector<std::uint64_t>> expected, granted;
  std::map<int, std::size_t> lasts, pushed;
  DdrClock now = 0;
  for (; now < 3000; ++now) {
    if (now < 2000 && random.chance(20)) {
      const int port = random.small(0, 7);
      const auto address = static_cast<std::uint64_t>(random.between(0, 1 << 20));
      const auto bytes = static_cast<std::uint64_t>(random.between(1, 128));
      bench.push(port, address, now, bytes);
      ++pushed[port];
      for (std::uint64_t b = address / 32; b <= (address + bytes - 1) / 32; ++b)
        expected[port].push_back(32 * b);
    }
    const bool may = bench.arbiter.next_grant(now) == now;
    const auto grant = bench.grant(now);
    CHECK(grant.has_value() == may);
    if (!grant) continue;
    granted[grant->port].push_back(grant->address);
    lasts[grant->port] += grant->last ? 1 : 0;
  }
  while (bench.arbiter.next_grant(now) != kNoClock) {
    const auto grant = bench.grant(now++);
    if (!grant) continue;
    granted[grant->port].push_back(grant->address);
    lasts[grant->port] += grant->last ? 1 : 0;
  }
  INFO("seed " << seed);
  CHECK(granted == expected);
  CHECK(lasts == pushed);
}

TEST_CASE("runs are the grants that come one by one", "[arbiter]") {
  const int seed = GENERATE(range(1, 61));
  INFO("seed " << seed);
  RandomSource random(static_cast<std::uint64_t>(seed));
  ArbiterConfig config;
  config.ageing_clocks = random.chance(50) ? 1023 : random.small(1, 60);
  config.page_match = random.chance(80);
  config.link_clocks = random.small(1, 8);
  ArbiterBench one_by_one(config), in_runs(config);
  const int ports = random.small(1, 4);
  std::size_t longest = 0;
  for (DdrClock begin = 0; begin < 3000;) {
    for (int i = random.small(0, 3); i > 0; --i) {
      const int port = 2 * random.small(0, ports - 1) + random.small(0, 1);
      const auto address = 8 * static_cast<std::uint64_t>(random.between(0, 1 << 10));
      const auto bytes = static_cast<std::uint64_t>(random.between(1, 512));
      for (ArbiterBench* bench : {&one_by_one, &in_runs}) bench->push(port, address, begin, bytes);
    }
    const DdrClock end = begin + static_cast<DdrClock>(random.between(1, 200));
    std::vector<std::tuple<DdrClock, int, std::uint64_t, bool>> expected, got;
    for (DdrClock now = begin; now < end; ++now)
      if (const auto g = one_by_one.grant(now))
        expected.push_back({now, g->port, g->address, g->last});
    for (DdrClock now = begin; now < end;) {
      const PortArbiter::Run run = in_runs.arbiter.run(now, end, true, true);
      for (std::uint64_t k = 0; k < run.count; ++k)
        got.push_back({now + k * in_runs.arbiter.interval(), run.port, run.address + 32 * k,
                       run.last && k + 1 == run.count});
      if (run.count > 0) in_runs.arbiter.take(run, now);
      now += run.count > 0 ? (run.count - 1) * in_runs.arbiter.interval() + 1 : 1;
      longest = std::max(longest, run.count);
    }
    REQUIRE(got == expected);
    begin = end;
  }
  CHECK(longest > 1);
}
