#include "model/blocks/cycle_engine.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// Calls f with the number of each bit that is set.
template <class F>
void for_each(std::uint64_t set, const F& f) {
  for (; set != 0; set &= set - 1) f(static_cast<std::size_t>(__builtin_ctzll(set)));
}

}  // namespace

void CycleEngine::add(ClockedBlock& block) {
  join(block, {{}, Role::always});
}

void CycleEngine::add(ClockedBlock& block, std::vector<const ClockedBlock*> sources) {
  join(block, {std::move(sources), Role::reacting});
}

void CycleEngine::add_storage(ClockedBlock& block, std::vector<const ClockedBlock*> sources) {
  join(block, {std::move(sources), Role::storage});
}

void CycleEngine::join(ClockedBlock& block, Wiring wiring) {
  blocks_.push_back(&block);
  members_.push_back({&block});
  wirings_.push_back(std::move(wiring));
  wired_ = false;
}

void CycleEngine::wire() {
  if (members_.size() > 64) throw std::logic_error("a cycle engine runs 64 blocks at most");
  always_ = storage_ = all_ = committing_ = 0;
  acting_asleep_.clear();
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const Blocks bit = Blocks{1} << i;
    const Role role = wirings_[i].role;
    all_ |= bit;
    if (role == Role::always) always_ |= bit;
    if (role == Role::storage) storage_ |= bit;
    if (members_[i].block->commits() == ClockedBlock::Commits::when_evaluated) committing_ |= bit;
    if (members_[i].block->acts_asleep()) acting_asleep_.push_back(members_[i].block);
    members_[i].listeners = 0;
    for (std::size_t j = 0; j < members_.size(); ++j)
      if (reads(wirings_[j], members_[i].block)) members_[i].listeners |= Blocks{1} << j;
    members_[i].block->join(link_, bit, members_[i].listeners);
  }
  wake_all();
  link_.touched = all_;  // by whoever staged something before
  timed_ = 0;
  wired_ = true;
}

bool CycleEngine::reads(const Wiring& wiring, const ClockedBlock* block) {
  return std::count(wiring.sources.begin(), wiring.sources.end(), block) > 0;
}

void CycleEngine::begin(Cycle now) {
  pass_to(now);
  forget_foreseen();
}

void CycleEngine::catch_up() {
  for (ClockedBlock* block : acting_asleep_) block->catch_up(link_.cycle);
}

void CycleEngine::forget_foreseen() {
  catch_up();
  for (ClockedBlock* block : acting_asleep_) block->forget_foreseen(link_.cycle);
}

void CycleEngine::pass_to(Cycle now) {
  link_.cycle = now;
  link_.looks_ahead = !shows_all();
  if (!wired_) wire();
  if (shows_all()) forget_foreseen();
  if (now <= next_) return;
  for_each(always_, [&](std::size_t i) { members_[i].block->repeat(now - next_); });
  next_ = now;
}

[[gnu::flatten]] Cycle CycleEngine::execute(Cycle now) {
  pass_to(now);
  wake_due(now);
  const bool changed = run_cycle(now);
  next_ = now + 1;
  if (changed) {
    quiet_ = false;
    return next_;
  }
  const Cycle event = std::min(earliest_event(), earliest_sight(now));
  if (event == kNever) {
    quiet_ = false;  // asleep until the outside acts: not the watchdog's business
    return wanted_ >= next_ ? wanted_ : kNever;
  }
  watch(now);
  return engine_ == Engine::fast ? skip_to(event) : next_;
}

Cycle CycleEngine::skip_to(Cycle event) const {
  const bool wanted = wanted_ >= next_;
  return std::max(wanted ? std::min(event, wanted_) : event, next_);
}

void CycleEngine::wake_due(Cycle now) {
  if (now < earliest_event_) return;
  earliest_event_ = kNever;
  for_each(timed_, [&](std::size_t i) {
    const Blocks bit = Blocks{1} << i;
    if (members_[i].next_event > now) {
      earliest_event_ = std::min(earliest_event_, members_[i].next_event);
    } else {
      link_.awake |= bit;
      timed_ &= ~bit;
    }
  });
}

bool CycleEngine::run_cycle(Cycle now) {
  for (const auto& hook : begun_) hook(now);
  Blocks active = shows_all() ? all_ : (link_.awake | always_) & all_;
  link_.awake = 0;
  evaluate(active, now);
  while (const Blocks woken = link_.awake & ~active) {
    evaluate(woken, now);
    active |= woken;
  }
  for (const auto& hook : evaluated_) hook(now);
  if (!once_evaluated_.empty()) {
    for (const auto& hook : once_evaluated_) hook();
    once_evaluated_.clear();
  }
  const bool changed = commit(active);
  link_.cycle = now + 1;
  for (const auto& hook : committed_) hook(now);
  return changed;
}

void CycleEngine::evaluate(Blocks set, Cycle now) {
  const Member* const members = members_.data();
  for_each(set, [=](std::size_t i) { members[i].block->evaluate(now); });
}

/// Of a cycle in which nothing changed.
Cycle CycleEngine::earliest_event() const {
  if ((link_.awake & all_) != 0) return next_;
  Cycle earliest = earliest_event_;
  for_each(always_,
           [&](std::size_t i) { earliest = std::min(earliest, members_[i].block->next_event()); });
  return earliest;
}

/// Of what is no block and is watched.
Cycle CycleEngine::earliest_sight(Cycle now) const {
  return observed() && also_ ? also_(now) : kNever;
}

/// True if anything has changed.
bool CycleEngine::commit(Blocks evaluated) {
  bool changed = std::exchange(link_.changed, false);
  for_each((evaluated & committing_) | link_.touched, [&](std::size_t i) {
    if (!members_[i].block->commit()) return;
    link_.awake_next |= members_[i].listeners | (Blocks{1} << i & ~storage_);
    changed = true;
  });
  link_.touched = 0;
  changed |= link_.awake_next != 0;
  link_.awake = std::exchange(link_.awake_next, 0);
  timed_ &= ~evaluated;
  const Blocks not_asked = link_.awake | always_ | (shows_all() ? 0 : storage_);
  for_each(evaluated & ~not_asked, [&](std::size_t i) { sleep(i); });
  return changed;
}

void CycleEngine::sleep(std::size_t i) {
  const Cycle event = members_[i].block->next_event();
  if (event == kNever) return;
  members_[i].next_event = event;
  timed_ |= Blocks{1} << i;
  earliest_event_ = std::min(earliest_event_, event);
}

void CycleEngine::watch(Cycle now) {
  if (!quiet_) {
    quiet_ = true;
    deadline_ = latest_event(now) + watchdog_cycles_;
  }
  if (now < deadline_) return;
  throw SimulationError("nothing has changed although every block's time has passed by " +
                        std::to_string(watchdog_cycles_) +
                        " cycles (clock.watchdog_cycles), at cycle " + std::to_string(now) + "\n" +
                        report());
}

Cycle CycleEngine::latest_event(Cycle now) const {
  Cycle latest = now;
  for_each(timed_ & ~storage_,
           [&](std::size_t i) { latest = std::max(latest, members_[i].next_event); });
  for_each(always_ | storage_, [&](std::size_t i) {
    const Cycle event = members_[i].block->next_event();
    if (event != kNever) latest = std::max(latest, event);
  });
  return latest;
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
  catch_up();
  for (ClockedBlock* block : blocks_) block->clear_statistics();
}

void CycleEngine::reorder(const std::vector<std::size_t>& order) {
  std::vector<ClockedBlock*> blocks;
  std::vector<Member> members;
  std::vector<Wiring> wirings;
  for (std::size_t index : order) {
    blocks.push_back(blocks_.at(index));
    members.push_back(members_.at(index));
    wirings.push_back(std::move(wirings_.at(index)));
  }
  blocks_ = std::move(blocks);
  members_ = std::move(members);
  wirings_ = std::move(wirings);
  wired_ = false;
}

}  // namespace drnn
