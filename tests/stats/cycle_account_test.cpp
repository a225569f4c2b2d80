#include "model/stats/cycle_account.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

std::uint64_t cycles(const CycleAccount& account, CycleCause cause) {
  return account.causes()[index_of(cause)];
}

}  // namespace

TEST_CASE("cycles that are not executed go where the last executed one went", "[account]") {
  CycleAccount account;
  account.begin(10);
  account.note(10, CycleCause::scan);
  account.note(14, CycleCause::mac);
  account.end_step(14, 0);
  CHECK(cycles(account, CycleCause::scan) == 4);
  CHECK(cycles(account, CycleCause::mac) == 1);
  CHECK(sum(account.causes()) == 5);
}

TEST_CASE("a tail is booked only where nothing else is noted for its cycle", "[account]") {
  const std::uint64_t next = GENERATE(11, 12, 13);  // the tail is cycle 12
  CycleAccount account;
  account.begin(10);
  account.note(10, CycleCause::mac, 12);
  account.note(next, CycleCause::scan);
  account.end_step(next, 0);
  CHECK(cycles(account, CycleCause::tail_imbalance) == (next > 12 ? 1 : 0));
  CHECK(cycles(account, CycleCause::mac) == (next > 12 ? 2 : next - 10));
  CHECK(cycles(account, CycleCause::scan) == 1);
}

TEST_CASE("each step has the cycles since the one before, and its resets apart", "[account]") {
  CycleAccount account(true);
  account.begin(5);
  account.note(5, CycleCause::scan);
  account.note(7, CycleCause::mac);
  account.end_step(7, 3);
  account.note(8, CycleCause::reset);
  account.note(18, CycleCause::mac);
  account.note(20, CycleCause::activation);
  account.end_step(20, 10);
  const std::vector<StepAccount> steps = account.steps().all();
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].cycles() == 3);
  CHECK(steps[0].columns == 3);
  CHECK(steps[1].cycles() == 3);
  CHECK(steps[1].columns == 7);
  CHECK(steps[1].causes[index_of(CycleCause::reset)] == 10);
}

TEST_CASE("steps are kept only where they are asked for", "[account]") {
  const bool keep = GENERATE(false, true);
  CycleAccount account(keep);
  account.begin(100);
  account.note(100, CycleCause::mac);
  account.end_step(100, 1);
  CHECK(account.steps().size() == (keep ? 1 : 0));
}

TEST_CASE("causes have names of their own, and stand with their group", "[account]") {
  for (std::size_t i = 0; i < kCycleCauseCount; ++i) {
    std::size_t alike = 0, changes = 0;
    for (std::size_t j = 0; j < kCycleCauseCount; ++j) {
      alike += kCycleCauses[j].name == kCycleCauses[i].name;
      const bool in_group = kCycleCauses[j].group == kCycleCauses[i].group;
      const bool before = j > 0 && kCycleCauses[j - 1].group == kCycleCauses[i].group;
      changes += in_group && !before;
    }
    INFO(kCycleCauses[i].name);
    CHECK(alike == 1);
    CHECK(changes == 1);
    CHECK_FALSE(kCycleCauses[i].meaning.empty());
  }
}
