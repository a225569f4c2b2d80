#include "model/blocks/cycle_engine.hpp"

#include <algorithm>

#include "model/config/errors.hpp"

namespace drnn {

Cycle CycleEngine::execute(Cycle now) {
  book_until(now);
  const bool changed = run_cycle(now);
  next_ = now + 1;
  if (changed) {
    quiet_ = false;
    return next_;
  }
  const Cycle event = earliest_event();
  if (event == kNever) {
    quiet_ = false;  // asleep until the outside acts: not the watchdog's business
    return kNever;
  }
  watch(now);
  return engine_ == Engine::fast ? skip_to(event) : next_;
}

Cycle CycleEngine::skip_to(Cycle event) const {
  const bool wanted = wanted_ >= next_;
  return std::max(wanted ? std::min(event, wanted_) : event, next_);
}

void CycleEngine::book_until(Cycle now) {
  if (now <= next_) return;
  for (ClockedBlock* block : blocks_) block->repeat(now - next_);
}

bool CycleEngine::run_cycle(Cycle now) {
  for (const auto& hook : begun_) hook(now);
  for (ClockedBlock* block : blocks_) block->evaluate(now);
  for (const auto& hook : evaluated_) hook(now);
  bool changed = false;
  for (ClockedBlock* block : blocks_) {
    changed |= block->commit();
    block->account();
  }
  for (const auto& hook : committed_) hook(now);
  return changed;
}

void CycleEngine::watch(Cycle now) {
  if (!quiet_) {
    quiet_ = true;
    deadline_ = latest_event() + watchdog_cycles_;
  }
  if (now < deadline_) return;
  throw SimulationError("nothing has changed although every block's time has passed by " +
                        std::to_string(watchdog_cycles_) +
                        " cycles (clock.watchdog_cycles), at cycle " + std::to_string(now) + "\n" +
                        report());
}

Cycle CycleEngine::latest_event() const {
  Cycle latest = 0;
  for (const ClockedBlock* block : blocks_) {
    const Cycle event = block->next_event();
    if (event != kNever) latest = std::max(latest, event);
  }
  return latest;
}

Cycle CycleEngine::earliest_event() const {
  Cycle earliest = kNever;
  for (const ClockedBlock* block : blocks_) earliest = std::min(earliest, block->next_event());
  return earliest;
}

std::string CycleEngine::report() const {
  std::string text;
  for (const ClockedBlock* block : blocks_) {
    text += "  " + block->name() + ": " + block->describe() + " [" + std::string(block->cause()) +
            "]\n";
  }
  return text;
}

void CycleEngine::clear_statistics() {
  for (ClockedBlock* block : blocks_) block->clear_statistics();
}

void CycleEngine::reorder(const std::vector<std::size_t>& order) {
  std::vector<ClockedBlock*> reordered;
  for (std::size_t index : order) reordered.push_back(blocks_.at(index));
  blocks_ = std::move(reordered);
}

}  // namespace drnn
