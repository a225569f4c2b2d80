#include "model/blocks/cycle_engine.hpp"

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

TEST_CASE("the watchdog tells what every block does", "[engine]") {
  const auto run = [](Cycle interval, Cycle patience) {
    Metronome slow(interval, 3);
    CycleEngine cycles(Engine::stepped, patience);
    cycles.add(slow);
    for (Cycle now = 0; now != kNever;) now = cycles.execute(now);
  };
  CHECK_NOTHROW(run(50, 50));
  CHECK_THROWS_AS(run(51, 50), SimulationError);
  CHECK_THROWS_WITH(run(51, 50), Catch::Contains("metronome: 2 actions left [waiting]"));
}
