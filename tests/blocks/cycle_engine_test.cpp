#include "model/blocks/cycle_engine.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "model/config/errors.hpp"

using namespace drnn;

namespace {

/// Acts every `interval` cycles, `actions` times; otherwise waits.
class Metronome : public ClockedBlock {
 public:
  enum class Cause { busy, waiting };
  Metronome(Cycle interval, int actions)
      : ClockedBlock("metronome", {"busy", "waiting"}), interval_(interval), actions_(actions) {}
  void evaluate(Cycle now) override {
    now_ = now;
    acts_ = actions_ > 0 && now == next_;
    attribute(acts_ ? Cause::busy : Cause::waiting);
  }
  bool commit() override {
    if (!acts_) return false;
    next_ += interval_;
    --actions_;
    return true;
  }
  Cycle next_event() const override { return actions_ > 0 ? next_ : kNever; }
  std::string describe() const override { return std::to_string(actions_) + " actions left"; }

 private:
  const Cycle interval_;
  int actions_;
  Cycle next_ = 0, now_ = 0;
  bool acts_ = false;
};

std::vector<Cycle> counts_after(Engine engine, Cycle* executed) {
  Metronome a(7, 5), b(10, 4);
  CycleEngine cycles(engine, 1000);
  cycles.add(a);
  cycles.add(b);
  *executed = 0;
  Cycle now = 0;
  while (now != kNever) {
    now = cycles.execute(now);
    ++*executed;
  }
  std::vector<Cycle> counts;
  for (const ClockedBlock* block : {&a, &b})
    for (const CauseCycles& entry : block->cause_cycles()) counts.push_back(entry.cycles);
  return counts;
}

}  // namespace

TEST_CASE("skipping books the same cycles as stepping, with fewer executed", "[engine]") {
  Cycle stepped = 0, fast = 0;
  const std::vector<Cycle> expected = counts_after(Engine::stepped, &stepped);
  CHECK(counts_after(Engine::fast, &fast) == expected);
  CHECK(fast < stepped);
  CHECK(expected[0] == 5);
  CHECK(expected[2] == 4);
  CHECK(expected[0] + expected[1] == expected[2] + expected[3]);
}

TEST_CASE("the fast engine skips no further than to a wanted cycle", "[engine]") {
  const auto executed = [](Cycle wanted) {
    Metronome block(10, 2);
    CycleEngine cycles(Engine::fast, 1000);
    cycles.add(block);
    cycles.skip_no_further_than(wanted);
    std::vector<Cycle> begun;
    cycles.on_begin([&](Cycle now) { begun.push_back(now); });
    for (Cycle now = 0; now != kNever;) now = cycles.execute(now);
    return begun;
  };
  using Cycles = std::vector<Cycle>;
  CHECK(executed(kNever) == Cycles{0, 1, 10, 11});
  CHECK(executed(0) == Cycles{0, 1, 10, 11});
  CHECK(executed(2) == Cycles{0, 1, 2, 10, 11});
  CHECK(executed(9) == Cycles{0, 1, 9, 10, 11});
  CHECK(executed(10) == Cycles{0, 1, 10, 11});
}

namespace {

/// Foresees an event in cycle 20, but puts it off, cycle by cycle, until `acts`.
class Procrastinator : public ClockedBlock {
 public:
  enum class Cause { busy, waiting };
  explicit Procrastinator(Cycle acts)
      : ClockedBlock("procrastinator", {"busy", "waiting"}), acts_(acts) {}
  void evaluate(Cycle now) override {
    now_ = now;
    attribute(now == acts_ ? Cause::busy : Cause::waiting);
  }
  bool commit() override { return now_ == acts_; }
  Cycle next_event() const override {
    return now_ >= acts_ ? kNever : std::max<Cycle>(20, now_ + 1);
  }
  std::string describe() const override { return "later"; }

 private:
  const Cycle acts_;
  Cycle now_ = 0;
};

void run_with_patience(ClockedBlock& block, Engine engine, Cycle patience) {
  CycleEngine cycles(engine, patience);
  cycles.add(block);
  for (Cycle now = 0; now != kNever;) now = cycles.execute(now);
}

}  // namespace

TEST_CASE("the watchdog waits for what was foreseen and its patience beyond", "[engine]") {
  const Engine engine = GENERATE(Engine::fast, Engine::stepped);
  Procrastinator in_time(20 + 49), late(20 + 51);
  CHECK_NOTHROW(run_with_patience(in_time, engine, 50));
  CHECK_THROWS_WITH(run_with_patience(late, engine, 50),
                    Catch::Contains("procrastinator: later [waiting]"));
}

TEST_CASE("a latency longer than the watchdog's patience is no fault in either engine",
          "[engine]") {
  Metronome slow(1000, 3), slow_too(1000, 3);
  CHECK_NOTHROW(run_with_patience(slow, Engine::fast, 50));
  CHECK_NOTHROW(run_with_patience(slow_too, Engine::stepped, 50));
}

namespace {

/// Is put to use by others for `cycles` cycles each time; counts what the engine asks of it.
class Store : public ClockedBlock {
 public:
  enum class Cause { busy, idle };
  explicit Store(Cycle cycles) : ClockedBlock("store", {"busy", "idle"}), cycles_(cycles) {}
  void use(Cycle now) {
    busy_until_ = now + cycles_;
    touch();
  }
  void evaluate(Cycle) override { ++evaluations; }
  bool commit() override {
    ++commits;
    attribute(Cause::busy, busy_until_, Cause::idle);
    return false;
  }
  Cycle next_event() const override { return busy_until_ > cycle() ? busy_until_ : kNever; }
  std::string describe() const override { return ""; }

  int evaluations = 0, commits = 0;

 private:
  const Cycle cycles_;
  Cycle busy_until_ = 0;
};

/// Uses a store in the cycles that it is given.
class User : public ClockedBlock {
 public:
  User(Store& store, std::vector<Cycle> cycles)
      : ClockedBlock("user", {"all"}), store_(store), cycles_(std::move(cycles)) {}
  void evaluate(Cycle now) override {
    attribute(0);
    acts_ = next_ < cycles_.size() && now == cycles_[next_];
    if (!acts_) return;
    store_.use(now);
    ++next_;
  }
  bool commit() override { return acts_; }
  Cycle next_event() const override { return next_ < cycles_.size() ? cycles_[next_] : kNever; }
  std::string describe() const override { return ""; }

 private:
  Store& store_;
  const std::vector<Cycle> cycles_;
  std::size_t next_ = 0;
  bool acts_ = false;
};

struct StoreRun {
  std::vector<Cycle> cycles;  ///< busy, idle
  int evaluations, commits;
};

StoreRun use_store(Engine engine, Cycle busy, const std::vector<Cycle>& uses, Cycle end) {
  Store store(busy);
  User user(store, uses);
  CycleEngine cycles(engine, 1000);
  cycles.add(user, {});
  cycles.add_storage(store, {});
  for (Cycle now = 0; now < end;) now = cycles.execute(now);
  cycles.execute(end);
  return {{store.cycles_of(Store::Cause::busy), store.cycles_of(Store::Cause::idle)},
          store.evaluations,
          store.commits};
}

}  // namespace

TEST_CASE("storage is busy as long as it says, whenever it is used again", "[engine]") {
  const Engine engine = GENERATE(Engine::fast, Engine::stepped);
  const auto busy = [&](Cycle cycles, std::vector<Cycle> uses) {
    const StoreRun run = use_store(engine, cycles, uses, 99);
    CHECK(run.cycles[0] + run.cycles[1] == 100);
    return run.cycles[0];
  };
  CHECK(busy(1, {5}) == 1);
  CHECK(busy(1, {5, 6}) == 2);
  CHECK(busy(1, {5, 7}) == 2);
  CHECK(busy(3, {5}) == 3);
  CHECK(busy(3, {5, 7}) == 5);  // before its end
  CHECK(busy(3, {5, 8}) == 6);  // at its end
  CHECK(busy(3, {5, 9}) == 6);  // after it
  CHECK(busy(3, {99}) == 1);    // cut off
}

TEST_CASE("the fast engine asks nothing of storage but to commit when it is touched", "[engine]") {
  const StoreRun run = use_store(Engine::fast, 3, {5, 6, 40}, 99);
  CHECK(run.evaluations == 1);  // at the start, when all are awake
  CHECK(run.commits == 4);
}

namespace {

/// Rings in the cycles that it is given.
class Ringer : public ClockedBlock {
 public:
  explicit Ringer(std::vector<Cycle> cycles)
      : ClockedBlock("ringer", {"all"}, Commits::when_touched), cycles_(std::move(cycles)) {}
  /// What is rung in the cycle under way is heard, whoever of both is evaluated first.
  void await(const ClockedBlock& waiter) {
    bell_.await(waiter);
    if (rung_in_ == cycle()) bell_.ring(*this);
  }
  void evaluate(Cycle now) override {
    now_ = now;
    if (std::count(cycles_.begin(), cycles_.end(), now) == 0) return;
    rung_in_ = now;
    bell_.ring(*this);
    note_change();
  }
  Cycle next_event() const override {
    for (const Cycle cycle : cycles_)
      if (cycle > now_) return cycle;
    return kNever;
  }
  std::string describe() const override { return ""; }

 private:
  const std::vector<Cycle> cycles_;
  Bell bell_;
  Cycle now_ = 0, rung_in_ = kNever;
};

/// Awaits the bell in each evaluation, or in the first one only.
class Listener : public ClockedBlock {
 public:
  Listener(Ringer& ringer, bool once)
      : ClockedBlock("listener", {"all"}, Commits::when_touched), ringer_(ringer), once_(once) {}
  void evaluate(Cycle now) override {
    if (evaluated.empty() || !once_) ringer_.await(*this);
    evaluated.push_back(now);
  }
  std::string describe() const override { return ""; }

  std::vector<Cycle> evaluated;

 private:
  Ringer& ringer_;
  const bool once_;
};

std::vector<Cycle> heard(bool once, bool ringer_first, std::vector<Cycle> rung) {
  Ringer ringer(std::move(rung));
  Listener listener(ringer, once);
  CycleEngine cycles(Engine::fast, 1000);
  if (ringer_first) cycles.add(ringer, {});
  cycles.add(listener, {});
  if (!ringer_first) cycles.add(ringer, {});
  for (Cycle now = 0; now != kNever && now < 100;) now = cycles.execute(now);
  return listener.evaluated;
}

}  // namespace

TEST_CASE("a bell wakes who awaits it for the next cycle, and once", "[engine]") {
  const bool ringer_first = GENERATE(true, false);
  using Cycles = std::vector<Cycle>;
  CHECK(heard(false, ringer_first, {5, 9}) == Cycles{0, 6, 10});
  CHECK(heard(true, ringer_first, {5, 9}) == Cycles{0, 6});
  CHECK(heard(false, ringer_first, {0, 1, 2}) == Cycles{0, 1, 2, 3});  // awaited as it rings
}
