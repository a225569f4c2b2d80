#include "tlm/ddr/ddr_subsystem.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <vector>

#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

struct Answer {
  std::size_t tag;
  std::uint64_t time_ps;
};

/// A subsystem whose answers are written down.
struct Bench {
  explicit Bench(const DdrSubsystem::Config& config)
      : subsystem(config, [this](std::size_t tag, std::uint64_t time_ps) {
          answers.push_back({tag, time_ps});
        }) {}

  void finish() {
    while (subsystem.next_event_ps() != kNoClock)
      subsystem.run_until(subsystem.next_event_ps() + 1);
  }
  std::vector<Answer> answers;
  DdrSubsystem subsystem;
};

struct Request {
  int port;
  std::uint64_t address, bytes, time_ps;
};

std::vector<Request> random_requests(RandomSource& random, const DdrDevice& device) {
  std::vector<Request> requests;
  std::uint64_t time_ps = 0;
  for (int i = 0; i < 300; ++i) {
    time_ps += static_cast<std::uint64_t>(random.chance(80) ? random.between(0, 20000)
                                                            : random.between(0, 400000));
    const auto words = static_cast<std::uint64_t>(random.between(1, 16));
    const std::uint64_t page =
        4096 *
        static_cast<std::uint64_t>(random.between(
            0, random.chance(50) ? 20 : static_cast<std::int64_t>(device.size_bytes()) / 4096 - 1));
    const auto offset = 8 * static_cast<std::uint64_t>(random.between(0, 512 - 16));
    requests.push_back({random.small(0, 7), page + offset, 8 * words, time_ps});
  }
  return requests;
}

DdrSubsystem::Config random_config_of_subsystem(RandomSource& random) {
  DdrSubsystem::Config config;
  config.controller.device.chips = random.chance(50) ? 2 : 1;
  config.controller.open_page = random.chance(80);
  config.controller.bank_queue = random.chance(50) ? 8 : random.small(1, 4);
  config.controller.transaction_queue = random.chance(50) ? 32 : random.small(1, 9);
  config.arbiter.link_clocks = random.small(1, 6);
  return config;
}

/// Ports that read and write one burst behind the other, at times alone and at times against each
/// other, with pauses.
std::vector<Request> streams(RandomSource& random, std::int64_t pages) {
  std::vector<Request> requests;
  std::uint64_t time_ps = 0;
  while (requests.size() < 300) {
    const int port = random.small(0, 7);
    const int bursts = random.small(1, 24);
    const auto bytes = static_cast<std::uint64_t>(8 * random.small(1, 16));
    std::uint64_t address = 4096 * static_cast<std::uint64_t>(random.between(0, pages - 1));
    for (int i = 0; i < bursts && address % 4096 + bytes <= 4096; ++i, address += bytes) {
      requests.push_back({port, address, bytes, time_ps});
      time_ps += static_cast<std::uint64_t>(random.between(0, 120000));
    }
    time_ps += static_cast<std::uint64_t>(
        random.chance(50) ? 0 : random.between(0, random.chance(80) ? 500000 : 20000000));
  }
  return requests;
}

/// The times of each port's answers, in their order: those of two ports that are known in the same
/// call may come in any.
std::map<int, std::vector<std::pair<std::size_t, std::uint64_t>>> by_port(
    const Bench& bench, const std::vector<Request>& requests) {
  std::map<int, std::vector<std::pair<std::size_t, std::uint64_t>>> answers;
  for (const Answer& a : bench.answers) answers[requests[a.tag].port].push_back({a.tag, a.time_ps});
  return answers;
}

std::vector<std::uint64_t> counts_of(const Bench& bench) {
  const DdrStatistics s = bench.subsystem.statistics();
  std::vector<std::uint64_t> counts{s.reads,
                                    s.writes,
                                    s.activates,
                                    s.precharges,
                                    s.refreshes,
                                    s.row_hits,
                                    s.read_row_hits,
                                    s.forwarded_reads,
                                    s.turnarounds,
                                    s.clocks,
                                    s.active_clocks,
                                    s.read_queue_clocks,
                                    s.write_queue_clocks};
  const auto& latencies = s.read_latency.counts();
  counts.insert(counts.end(), latencies.begin(), latencies.end());
  return counts;
}

}  // namespace

TEST_CASE("each burst is answered once, a port's in their order, and not before it can be",
          "[subsystem]") {
  const int seed = GENERATE(range(1, 21));
  INFO("seed " << seed);
  RandomSource random(static_cast<std::uint64_t>(seed));
  DdrSubsystem::Config config;
  config.controller.device.chips = random.chance(50) ? 2 : 1;
  const std::vector<Request> requests = random_requests(random, config.controller.device);
  Bench bench(config);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Request& r = requests[i];
    bench.subsystem.run_until(r.time_ps);
    bench.subsystem.submit(r.port, r.address, r.bytes, i, r.time_ps);
  }
  bench.finish();

  REQUIRE(bench.answers.size() == requests.size());
  std::set<std::size_t> tags;
  for (const Answer& answer : bench.answers) tags.insert(answer.tag);
  CHECK(tags.size() == requests.size());
  std::map<int, std::size_t> last;
  const DdrTiming& t = config.controller.device.timing;
  const auto least_read_ps = static_cast<std::uint64_t>(t.cl) * config.controller.device.tck_ps;
  for (const Answer& answer : bench.answers) {
    const Request& r = requests[answer.tag];
    const bool write = DdrPort::is_write(r.port);
    // A read that a queued write answers comes without the DRAM's latency.
    const bool forwarded = bench.subsystem.statistics().forwarded_reads > 0;
    CHECK(answer.time_ps >= r.time_ps + (write || forwarded ? 0 : least_read_ps));
    if (last.count(r.port) > 0) CHECK(answer.tag > last[r.port]);
    last[r.port] = answer.tag;
  }
}

TEST_CASE("how far it runs at once does not matter", "[subsystem]") {
  const int seed = GENERATE(range(1, 41));
  INFO("seed " << seed);
  RandomSource random(static_cast<std::uint64_t>(seed));
  const DdrSubsystem::Config config = random_config_of_subsystem(random);
  const std::vector<Request> requests = streams(random, random.chance(50) ? 2 : 1000);
  Bench at_once(config), by_clocks(config);
  const std::uint64_t tck_ps = config.controller.device.tck_ps;
  std::uint64_t clock = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Request& r = requests[i];
    at_once.subsystem.run_until(r.time_ps);
    for (; clock * tck_ps < r.time_ps; ++clock) by_clocks.subsystem.run_until(clock * tck_ps);
    for (Bench* bench : {&at_once, &by_clocks})
      bench->subsystem.submit(r.port, r.address, r.bytes, i, r.time_ps);
  }
  const std::uint64_t end_ps = requests.back().time_ps + 10'000'000;
  at_once.subsystem.run_until(end_ps);
  for (; clock * tck_ps < end_ps; ++clock) by_clocks.subsystem.run_until(clock * tck_ps);
  by_clocks.subsystem.run_until(end_ps);

  REQUIRE(at_once.answers.size() == requests.size());
  REQUIRE(by_port(at_once, requests) == by_port(by_clocks, requests));
  CHECK(counts_of(at_once) == counts_of(by_clocks));
}

TEST_CASE("no answer comes before it can be", "[subsystem]") {
  const int seed = GENERATE(range(1, 41));
  INFO("seed " << seed);
  RandomSource random(static_cast<std::uint64_t>(seed));
  const DdrSubsystem::Config config = random_config_of_subsystem(random);
  const std::vector<Request> requests = streams(random, 2);
  const std::uint64_t tck_ps = config.controller.device.tck_ps;
  Bench bench(config);
  std::uint64_t time_ps = 0, bound_ps = 0;
  std::size_t checked = 0;
  const auto run = [&](std::uint64_t end_ps) {
    for (; time_ps < end_ps; time_ps += tck_ps) {
      const std::uint64_t earliest_ps = bench.subsystem.earliest_answer_ps();
      if (earliest_ps != kNoClock) bound_ps = std::max(bound_ps, earliest_ps);
      bench.subsystem.run_until(time_ps);
      for (; checked < bench.answers.size(); ++checked)
        REQUIRE(bench.answers[checked].time_ps >= bound_ps);
    }
  };
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Request& r = requests[i];
    run(r.time_ps);
    bench.subsystem.submit(r.port, r.address, r.bytes, i, std::max(time_ps, r.time_ps));
    bound_ps = 0;
  }
  run(time_ps + 10'000'000);
  CHECK(checked == requests.size());
}

TEST_CASE("bytes asked for are the ports' counts, and whole bursts of the DRAM", "[subsystem]") {
  const int seed = GENERATE(range(1, 11));
  INFO("seed " << seed);
  RandomSource random(static_cast<std::uint64_t>(seed));
  DdrSubsystem::Config config;
  const std::vector<Request> requests = random_requests(random, config.controller.device);
  Bench bench(config);
  std::uint64_t bytes[DdrPort::kCount] = {}, bursts = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Request& r = requests[i];
    bench.subsystem.run_until(r.time_ps);
    bench.subsystem.submit(r.port, r.address, r.bytes, i, r.time_ps);
    bytes[r.port] += r.bytes;
    bursts += (r.address + r.bytes - 1) / 32 - r.address / 32 + 1;
  }
  bench.finish();
  for (int port = 0; port < DdrPort::kCount; ++port)
    CHECK(bench.subsystem.ports()[static_cast<std::size_t>(port)].bytes == bytes[port]);
  const DdrStatistics s = bench.subsystem.statistics();
  CHECK(s.reads + s.writes + s.forwarded_reads == bursts);
}

TEST_CASE("a read's beats can follow one another from its answer on", "[subsystem]") {
  // Four BL8 bursts: beats of 8 ns leave more slowly than they come, so that the first one's data
  // or the last one's command decides.
  DdrSubsystem::Config config;
  const DdrDevice& device = config.controller.device;
  Bench bench(config);
  bench.subsystem.submit(DdrPort::read(0), 4096, 128, 0, 0);
  bench.finish();
  REQUIRE(bench.answers.size() == 1);
  const DdrTiming& t = device.timing;
  const auto first_data = static_cast<std::uint64_t>(1 + t.trcd + t.cl + 4) * device.tck_ps;
  const int granted = 3 * config.arbiter.link_clocks;
  const int command = std::max(1 + t.trcd + 3 * t.tccd, granted + 1);
  const auto last_command = static_cast<std::uint64_t>(command) * device.tck_ps;
  CHECK(bench.answers[0].time_ps == std::max(first_data, last_command));
}

TEST_CASE("it is idle when the last data beat has gone, and not a clock before", "[subsystem]") {
  DdrSubsystem::Config config;
  const DdrDevice& device = config.controller.device;
  Bench bench(config);
  CHECK(bench.subsystem.idle(0));
  bench.subsystem.submit(DdrPort::write(1), 0, 8, 0, 0);
  CHECK_FALSE(bench.subsystem.idle(0));
  bench.finish();
  const DdrTiming& t = device.timing;
  const auto end = static_cast<std::uint64_t>(1 + t.trcd + t.cwl + 4) * device.tck_ps;
  CHECK_FALSE(bench.subsystem.idle(end - device.tck_ps));
  CHECK(bench.subsystem.idle(end));
}
