#include <catch2/catch.hpp>
#include <optional>
#include <set>

#include "tests/ddr/command_checker.hpp"
#include "tests/ddr/ddr_bench.hpp"
#include "tests/ddr/reference_controller.hpp"
#include "tests/support/random_source.hpp"
#include "tlm/ddr/trace_replay.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

DdrConfig random_config(RandomSource& random) {
  const auto names = ddr_device_names();
  DdrConfig config;
  config.device = ddr_device(names[static_cast<std::size_t>(random.between(0, 8))]);
  config.mapping = static_cast<DdrMapping>(random.between(0, 2));
  config.open_page = random.chance(60);
  config.transaction_queue = random.chance(50) ? 32 : random.small(1, 9);
  config.bank_queue = random.chance(50) ? 8 : random.small(1, 4);
  config.row_hit_limit = random.chance(50) ? 16 : random.small(1, 4);
  config.age_limit = random.chance(50) ? 512 : random.small(1, 200);
  return config;
}

/// Requests that come in phases: how often, where, and how many of them write.
class Traffic {
 public:
  Traffic(const DdrConfig& config, RandomSource& random) : config_(config), random_(random) {}

  /// Whether one more enters in this clock.
  bool wants() {
    if (left_-- <= 0) change();
    return random_.chance(rate_);
  }
  bool write() { return random_.chance(writes_); }
  std::uint64_t here() const { return last_; }  ///< of the last burst
  std::uint64_t address() {
    if (!random_.chance(locality_)) last_ = anywhere();
    last_ = (last_ + 32 * static_cast<std::uint64_t>(random_.between(0, 3))) % hot_bytes_;
    return last_;
  }

 private:
  std::uint64_t anywhere() {
    return static_cast<std::uint64_t>(
        random_.between(0, static_cast<std::int64_t>(hot_bytes_) - 1));
  }
  void change() {
    static constexpr int kRates[] = {0, 2, 20, 60, 95};
    left_ = random_.small(1, 1500);
    rate_ = kRates[random_.between(0, 4)];
    writes_ = random_.small(0, 2) * 50;
    if (random_.chance(40)) writes_ = random_.small(1, 99);
    locality_ = random_.small(0, 2) * 45;
    // A few rows, so that rows conflict and addresses meet again; or all there are.
    hot_bytes_ = random_.chance(60) ? std::uint64_t{1} << random_.between(7, 18)
                                    : config_.device.size_bytes();
  }

  const DdrConfig config_;
  RandomSource& random_;
  int left_ = 0, rate_ = 0, writes_ = 0, locality_ = 0;
  std::uint64_t hot_bytes_ = 32, last_ = 0;
};

/// Of a burst that the controller knows by `kTags` times its number: a run's tags are a burst's
/// bytes apart.
constexpr std::uint64_t kTags = 32;

/// The same traffic on five controllers: the reference, one that is asked for every clock, one that
/// runs only when something enters, one that is told which burst is the last of its clock, and one
/// that is given runs at once where it takes them.
struct Quintet {
  explicit Quintet(const DdrConfig& config)
      : reference(config), stepped(config), lazy(config), told(config), given(config) {}

  void enqueue(std::uint64_t address, bool write, bool given_before = false) {
    const DdrClock now = reference.now();
    if (!given_before) {
      given.controller.run_until(now);
      given.controller.enqueue(address, write, kTags * asked, now);
    }
    reference.enqueue(address, write, asked++);
    put(stepped, address, write, now);
    put(lazy, address, write, now);
    if (last) put(told, last->address, last->write, now);
    last = {address, write, 0};
  }
  void tick() {
    if (last) told.last(last->address, last->write, reference.now());
    last.reset();
    reference.tick();
    stepped.controller.run_until(reference.now());
  }
  static void put(DdrBench& bench, std::uint64_t address, bool write, DdrClock now) {
    write ? bench.write(address, now) : bench.read(address, now);
  }

  ReferenceController reference;
  DdrBench stepped, lazy, told, given;
  std::optional<TraceRequest> last;  ///< of the present clock so far
  std::uint64_t asked = 0;
  std::uint64_t runs_taken = 0;  ///< of more than one burst
};

/// A run of bursts, of which none waits for room.
void run(Quintet& all, const DdrConfig& config, const Traffic& traffic, RandomSource& random) {
  const DdrAddress cut(config.device, config.mapping);
  const std::uint64_t address = cut.burst_start(traffic.here());
  const auto count = std::min<std::uint64_t>(cut.bursts_in_row(address),
                                             static_cast<std::uint64_t>(random.between(1, 20)));
  const DdrRun run{address, random.chance(40),   kTags * all.asked,
                   count,   all.reference.now(), clocks(random.small(1, 9))};
  all.given.controller.run_until(run.first);
  const bool taken = all.given.controller.takes(run);
  if (taken) all.given.controller.take(run);
  all.runs_taken += taken && run.count > 1;
  for (DdrClock clock = run.first; clock <= run.last(); ++clock) {
    const std::uint64_t i = (clock - run.first) / run.interval;
    if (clock == run.first + i * run.interval) {
      if (taken) REQUIRE(all.reference.room(run.write));
      if (!all.reference.room(run.write)) return;
      all.enqueue(address + i * cut.burst_bytes(), run.write, taken);
    }
    all.tick();
  }
}

/// Until the event that a controller has foreseen, no command is given.
void check_next_event(Quintet& all) {
  all.told.controller.run_until(all.reference.now());
  const DdrClock next = all.told.controller.next_event();
  REQUIRE((next == kNoClock) == (all.reference.queued() == 0));
  REQUIRE(next >= all.reference.now());
  const auto before = all.reference.commands().size();
  while (all.reference.queued() > 0 && all.reference.now() < next) all.tick();
  REQUIRE(all.reference.commands().size() == before);
}

void drive(Quintet& all, const DdrConfig& config, RandomSource& random, DdrClock clocks) {
  Traffic traffic(config, random);
  while (all.reference.now() < clocks) {
    while (traffic.wants()) {
      const bool write = traffic.write();
      const std::uint64_t address = traffic.address();
      all.lazy.controller.run_until(all.reference.now());
      REQUIRE(all.stepped.controller.room(write) == all.reference.room(write));
      REQUIRE(all.lazy.controller.room(write) == all.reference.room(write));
      if (!all.reference.room(write)) break;
      all.enqueue(address, write);
    }
    all.tick();
    if (random.chance(5)) run(all, config, traffic, random);
    if (random.chance(50)) check_next_event(all);
  }
  while (all.reference.queued() > 0) all.tick();
  for (DdrBench* bench : {&all.lazy, &all.told, &all.given}) {
    bench->finish();
    bench->controller.run_until(all.reference.now());
  }
}

void check_same_commands(const std::vector<DdrIssued>& got, const std::vector<DdrIssued>& wanted) {
  for (std::size_t i = 0; i < std::min(got.size(), wanted.size()); ++i)
    REQUIRE(to_text(got[i]) == to_text(wanted[i]));
  REQUIRE(got.size() == wanted.size());
}

std::uint64_t count_of(const std::vector<DdrIssued>& commands, DdrCommand command) {
  return static_cast<std::uint64_t>(std::count_if(
      commands.begin(), commands.end(), [&](const DdrIssued& c) { return c.command == command; }));
}

std::uint64_t closed_by_columns(const std::vector<DdrIssued>& commands) {
  return static_cast<std::uint64_t>(
      std::count_if(commands.begin(), commands.end(), [](const DdrIssued& c) { return c.close; }));
}

/// Rows that were opened and served a burst.
std::uint64_t first_accesses(const std::vector<DdrIssued>& commands) {
  std::set<std::uint32_t> fresh;
  std::uint64_t count = 0;
  for (const DdrIssued& c : commands) {
    if (c.command == DdrCommand::activate) fresh.insert(c.bank);
    if (c.command == DdrCommand::read || c.command == DdrCommand::write)
      count += fresh.erase(c.bank);
  }
  return count;
}

void check_conservation(const DdrBench& bench, std::uint64_t asked, DdrClock now) {
  const DdrStatistics s = bench.controller.statistics(now);
  const auto& commands = bench.commands;
  CHECK(bench.ends.size() == asked);
  for (std::uint64_t tag = 0; tag < asked; ++tag) REQUIRE(bench.ends.count(tag) == 1);
  CHECK(s.reads + s.writes + s.forwarded_reads == asked);
  CHECK(s.read_latency.count() == s.reads + s.forwarded_reads);
  CHECK(s.row_hits + first_accesses(commands) == s.reads + s.writes);
  CHECK(s.read_row_hits <= s.row_hits);
  CHECK(s.reads == count_of(commands, DdrCommand::read));
  CHECK(s.writes == count_of(commands, DdrCommand::write));
  CHECK(s.activates == count_of(commands, DdrCommand::activate));
  CHECK(s.refreshes == count_of(commands, DdrCommand::refresh));
  CHECK(s.precharges == count_of(commands, DdrCommand::precharge) + closed_by_columns(commands));
  CHECK(s.clocks == now);
}

void check_against(const DdrBench& bench, const ReferenceController& reference,
                   std::uint64_t tags = 1) {
  check_same_commands(bench.commands, reference.commands());
  for (const auto& [tag, end] : reference.ends()) REQUIRE(bench.end(tags * tag) == end);
  const DdrStatistics s = bench.controller.statistics(reference.now());
  CHECK(s.row_hits == reference.row_hits());
  CHECK(s.turnarounds == reference.turnarounds());
  CHECK(s.forwarded_reads == reference.forwarded());
  CHECK(s.read_queue_clocks == reference.queue_clocks(false));
  CHECK(s.write_queue_clocks == reference.queue_clocks(true));
  CHECK(s.active_clocks ==
        active_clocks(bench.commands, bench.controller.config().device, reference.now()));
}

}  // namespace

TEST_CASE("the controller does what its contract says, clock by clock", "[ddr]") {
  const std::uint64_t seed = GENERATE(range(1u, 61u));
  RandomSource random(seed);
  const DdrConfig config = random_config(random);
  INFO("seed " << seed << ", " << config.device.name << ", mapping "
               << static_cast<int>(config.mapping) << (config.open_page ? ", open" : ", closed")
               << ", queues " << config.transaction_queue << " and " << config.bank_queue
               << ", limit " << config.row_hit_limit);
  Quintet all(config);
  drive(all, config, random, 20000);
  REQUIRE(all.asked > 0);
  check_against(all.stepped, all.reference);
  check_against(all.lazy, all.reference);
  check_against(all.told, all.reference);
  check_against(all.given, all.reference, kTags);
  const bool takes_runs = config.open_page && config.mapping != DdrMapping::row_column_bank;
  CHECK(takes_runs == (all.runs_taken > 0));
  check_conservation(all.lazy, all.asked, all.reference.now());
  CHECK(first_fault(all.lazy.commands, config.device) == "");
  CHECK(all.lazy.controller.next_event() == kNoClock);
}

TEST_CASE("open rows are those activated and not yet precharged", "[ddr]") {
  const DdrConfig config;
  DdrBench bench(config);
  for (std::uint64_t bank = 0; bank < 5; ++bank)
    bench.read(address_of(config.device, bank, bank, 0), 0);
  bench.read(address_of(config.device, 7, 2, 0), 100);
  bench.finish();
  const DdrStatistics s = bench.controller.statistics(1000);
  CHECK(s.activates - s.precharges == 5);
  CHECK(s.active_clocks == 1000 - 1);
}

TEST_CASE("a controller under load is never an interval late with a refresh", "[ddr]") {
  const std::string name = GENERATE(from_range(ddr_device_names()));
  INFO(name);
  DdrConfig config;
  config.device = ddr_device(name);
  RandomSource random(5);
  DdrBench bench(config);
  constexpr DdrClock kClocks = 50000;
  for (DdrClock now = 0; now < kClocks; ++now) {
    bench.controller.run_until(now);
    const bool write = random.chance(40);
    const auto address = 32 * static_cast<std::uint64_t>(random.between(0, 1 << 20));
    if (bench.controller.room(write)) write ? bench.write(address, now) : bench.read(address, now);
  }
  CHECK(first_fault(bench.commands, config.device) == "");
  const auto interval = static_cast<DdrClock>(config.device.timing.trefi);
  const std::uint64_t refreshes = bench.controller.statistics(kClocks).refreshes;
  CHECK(refreshes >= (kClocks - 1) / interval - 1);
  CHECK(refreshes <= (kClocks - 1) / interval);
}
