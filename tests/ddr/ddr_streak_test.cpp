#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "tests/ddr/command_checker.hpp"
#include "tests/ddr/ddr_bench.hpp"
#include "tests/ddr/reference_controller.hpp"
#include "tests/support/random_source.hpp"
#include "tlm/ddr/trace_replay.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// A port that reads or writes bursts that lie one behind the other.
struct Stream {
  bool write = false;
  std::uint64_t address = 0;
  std::uint64_t left = 0;  ///< bursts
  DdrClock next = 0;       ///< when the next of them comes
};

/// Streams as the ports' arbiter lets them in: at most one burst a clock, which the controller is
/// told of as the clock's last, or runs at once. They meet in few rows, and read what has just been
/// written.
class Streams {
 public:
  Streams(const DdrConfig& config, RandomSource& random)
      : bench(config),
        reference(config),
        random_(random),
        bytes_(config.device.burst_bytes()),
        interval_(clocks(random.small(1, 8))),
        streams_(static_cast<std::size_t>(random.small(1, 4))) {}

  void run(DdrClock end) {
    while (reference.now() < end) {
      bench.controller.run_until(reference.now());
      for (bool write : {false, true})
        REQUIRE(bench.controller.room(write) == reference.room(write));
      if (!enter_run()) enter_one();
    }
    while (reference.queued() > 0) reference.tick();
    bench.controller.run_until(reference.now());
  }

  DdrBench bench;
  ReferenceController reference;
  std::uint64_t bursts = 0, runs = 0;

 private:
  Stream& due() {
    const auto earlier = [](const Stream& a, const Stream& b) { return a.next < b.next; };
    return *std::min_element(streams_.begin(), streams_.end(), earlier);
  }

  void enter_one() {
    Stream& stream = due();
    if (stream.next <= reference.now() && reference.room(stream.write)) {
      if (stream.left == 0) begin(stream);
      if (!reference.room(stream.write)) return reference.tick();
      bench.controller.enqueue_and_run(stream.address, stream.write, bytes_ * bursts,
                                       reference.now());
      pass(stream);
    }
    reference.tick();
  }

  /// What is left of the only stream that has something left, if the controller takes it.
  bool enter_run() {
    Stream& stream = due();
    const bool alone = std::count_if(streams_.begin(), streams_.end(),
                                     [](const Stream& s) { return s.left > 0; }) == 1;
    if (!alone || stream.left == 0 || stream.next > reference.now()) return false;
    const DdrRun run{stream.address, stream.write,    bytes_ * bursts,
                     stream.left,    reference.now(), interval_};
    if (!bench.controller.takes(run)) return false;
    bench.controller.take(run);
    runs += run.count > 1;
    for (; reference.now() <= run.last(); reference.tick()) {
      if ((reference.now() - run.first) % run.interval != 0) continue;
      REQUIRE(reference.room(run.write));
      pass(stream);
    }
    return true;
  }

  void begin(Stream& stream) {
    stream.write = random_.chance(50);
    stream.left = static_cast<std::uint64_t>(random_.between(1, 12));
    const auto row = static_cast<std::uint64_t>(random_.between(0, 3));
    const auto place = static_cast<std::uint64_t>(random_.between(0, 3));
    stream.address = row * 2048 + place * bytes_;
    if (random_.chance(40)) stream.address = written_;
  }

  /// The stream's burst enters.
  void pass(Stream& stream) {
    reference.enqueue(stream.address, stream.write, bursts++);
    if (stream.write) written_ = stream.address;
    stream.address += bytes_;
    stream.next = reference.now() + interval_;
    if (--stream.left == 0) stream.next += clocks(random_.small(0, random_.chance(20) ? 400 : 40));
  }

  RandomSource& random_;
  const std::uint64_t bytes_;
  const DdrClock interval_;
  std::vector<Stream> streams_;
  std::uint64_t written_ = 0;  ///< last
};

DdrConfig random_streak_config(RandomSource& random) {
  DdrConfig config;
  config.device.chips = random.small(1, 2);
  config.open_page = random.chance(60);
  config.transaction_queue = random.chance(30) ? 32 : random.small(1, 8);
  config.bank_queue = random.chance(30) ? 8 : random.small(1, 4);
  config.age_limit = random.chance(70) ? 512 : random.small(1, 100);
  return config;
}

void check_same_as(const DdrBench& bench, const ReferenceController& reference) {
  const auto& wanted = reference.commands();
  for (std::size_t i = 0; i < std::min(bench.commands.size(), wanted.size()); ++i)
    REQUIRE(to_text(bench.commands[i]) == to_text(wanted[i]));
  REQUIRE(bench.commands.size() == wanted.size());
  const std::uint64_t tags = bench.controller.config().device.burst_bytes();
  for (const auto& [number, end] : reference.ends()) REQUIRE(bench.end(tags * number) == end);
  const DdrStatistics s = bench.controller.statistics(reference.now());
  CHECK(s.read_queue_clocks == reference.queue_clocks(false));
  CHECK(s.write_queue_clocks == reference.queue_clocks(true));
  CHECK(s.forwarded_reads == reference.forwarded());
}

}  // namespace

TEST_CASE("streams of bursts have the commands of the contract, however they enter", "[ddr]") {
  std::uint64_t runs = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    RandomSource random(seed);
    const DdrConfig config = random_streak_config(random);
    INFO("seed " << seed << ", " << config.device.chips << " chips, "
                 << (config.open_page ? "open" : "closed") << ", queues "
                 << config.transaction_queue << " and " << config.bank_queue);
    Streams streams(config, random);
    streams.run(6000);
    check_same_as(streams.bench, streams.reference);
    runs += streams.runs;
  }
  CHECK(runs > 1000);
}

TEST_CASE("writes that wait behind others of their row move on when they answer reads", "[ddr]") {
  // Five writes, reads of three of them, then two reads of another bank, six clocks apart: the
  // first of these may go only when all writes have moved.
  DdrConfig config;
  config.open_page = false;
  DdrBench bench(config);
  ReferenceController reference(config);
  const std::uint64_t bytes = config.device.burst_bytes(), bank = config.device.row_bytes();
  const std::vector<TraceRequest> requests{
      {bank + 2 * bytes, true, 2000}, {bank + 3 * bytes, true, 2006},  {bank, true, 2012},
      {bank + bytes, true, 2018},     {bank + 2 * bytes, true, 2024},  {bank, false, 2041},
      {bank + bytes, false, 2047},    {bank + 2 * bytes, false, 2053}, {2 * bytes, false, 2059},
      {3 * bytes, false, 2065}};
  for (std::uint64_t i = 0; i < requests.size(); ++i) {
    const TraceRequest& r = requests[i];
    while (reference.now() < r.cycle) reference.tick();
    reference.enqueue(r.address, r.write, i);
    bench.controller.run_until(r.cycle);
    bench.controller.enqueue_and_run(r.address, r.write, bytes * i, r.cycle);
  }
  while (reference.queued() > 0) reference.tick();
  bench.controller.run_until(reference.now());
  check_same_as(bench, reference);
}
