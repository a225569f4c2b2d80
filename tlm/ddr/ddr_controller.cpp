#include "tlm/ddr/ddr_controller.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::size_t places(const DdrConfig& config) {
  return static_cast<std::size_t>(2 * config.transaction_queue) +
         config.device.banks * static_cast<std::size_t>(config.bank_queue);
}

}  // namespace

DdrController::DdrController(const DdrConfig& config, Ended ended)
    : config_(config),
      address_(config.device, config.mapping),
      ended_(std::move(ended)),
      rank_(config.device.timing, config.device.banks),
      bursts_(places(config)),
      reads_(static_cast<std::size_t>(config.transaction_queue)),
      writes_(static_cast<std::size_t>(config.transaction_queue)),
      next_refresh_(static_cast<DdrClock>(config.device.timing.trefi)) {
  for (std::uint32_t bank = 0; bank < config.device.banks; ++bank)
    banks_.push_back({DdrQueue(static_cast<std::size_t>(config.bank_queue)), Wish{}});
}

void DdrController::enqueue(std::uint64_t address, bool write, std::uint64_t tag, DdrClock now) {
  executing_ = now;
  catch_up(now);
  address = address_.burst_start(address);
  if (!write && write_waits(address)) {
    ++counts_.forwarded_reads;
    counts_.read_latency.add(1);
    ended_(tag, false, now + 1);
    return;
  }
  DdrBurst& burst = bursts_.take();
  burst = {address, write, tag, address_.locate(address), now, sequence_++};
  (write ? writes_ : reads_).push(burst);
  (write ? pending_writes_ : pending_reads_).add(address);
  ++(write ? queued_writes_ : queued_reads_);
  (write ? counts_.write_queue_clocks : counts_.read_queue_clocks) -= now;
  next_ = std::min(next_, now);
}

void DdrController::execute(DdrClock now) {
  executing_ = now;
  bool changed = refresh_due(now) ? refresh(now) : now >= command_clock_ && command(now);
  changed |= move(now);
  if (changed) command_clock_ = command_clock();
  plan(now);
}

void DdrController::plan(DdrClock now) {
  if (queued() == 0) {
    next_ = kNoClock;
  } else if (next_move().index != kNone) {
    next_ = now + 1;
  } else {
    const DdrClock action =
        refresh_due(now + 1) ? refresh_clock() : std::min(command_clock_, next_refresh_);
    next_ = std::max(now + 1, action);
  }
}

// Refresh

bool DdrController::refresh(DdrClock now) {
  for (std::uint32_t bank = 0; bank < banks_.size(); ++bank) {
    if (!rank_.open_row(bank) || rank_.earliest(DdrCommand::precharge, bank) > now) continue;
    rank_.issue(DdrCommand::precharge, bank, 0, now);
    ++counts_.precharges;
    update_wish(bank);
    return true;
  }
  if (rank_.open_banks() > 0 || rank_.earliest(DdrCommand::refresh, 0) > now) return false;
  rank_.issue(DdrCommand::refresh, 0, 0, now);
  ++counts_.refreshes;
  next_refresh_ += static_cast<DdrClock>(config_.device.timing.trefi);
  return true;
}

DdrClock DdrController::refresh_clock() const {
  if (rank_.open_banks() == 0) return rank_.earliest(DdrCommand::refresh, 0);
  DdrClock clock = kNoClock;
  for (std::uint32_t bank = 0; bank < banks_.size(); ++bank)
    if (rank_.open_row(bank)) clock = std::min(clock, rank_.earliest(DdrCommand::precharge, bank));
  return clock;
}

void DdrController::refresh_while_idle(DdrClock end) {
  for (bool closed = false; !closed;) {
    const DdrClock clock = std::max(next_refresh_, refresh_clock());
    if (clock >= end) return;
    closed = rank_.open_banks() == 0;
    refresh(clock);
  }
  if (next_refresh_ >= end) return;

  // With all rows closed, the others are on time.
  const auto interval = static_cast<DdrClock>(config_.device.timing.trefi);
  const std::uint64_t count = (end - 1 - next_refresh_) / interval + 1;
  rank_.issue_refreshes(count, next_refresh_, interval);
  counts_.refreshes += count;
  next_refresh_ += count * interval;
}

// Commands

bool DdrController::command(DdrClock now) {
  std::uint32_t best = 0;
  std::optional<Wish> found;
  for (std::uint64_t waiting = waiting_banks_; waiting != 0; waiting &= waiting - 1) {
    const auto bank = static_cast<std::uint32_t>(__builtin_ctzll(waiting));
    const Wish wish = offer(bank, now);
    if (rank_.earliest(wish.command, bank) > now) continue;
    if (found && !precedes(bank, wish, best, *found)) continue;
    best = bank;
    found = wish;
  }
  if (found) perform(best, *found, now);
  return found.has_value();
}

bool DdrController::precedes(std::uint32_t bank, const Wish& wish, std::uint32_t other_bank,
                             const Wish& other) const {
  if (wish.is_column() != other.is_column()) return wish.is_column();
  if (wish.is_column()) return bank > last_bank_ && other_bank <= last_bank_;
  return banks_[bank].queue[wish.index].sequence < banks_[other_bank].queue[other.index].sequence;
}

DdrController::Wish DdrController::offer(std::uint32_t bank, DdrClock now) const {
  const Wish& wish = banks_[bank].wish;
  if (now >= aged_clock(bank)) return wish_for_first(bank);
  if (!wish.closing || rank_.earliest(DdrCommand::precharge, bank) > now) return wish;
  return {DdrCommand::precharge};
}

/// The command that the first burst of the bank's queue needs.
DdrController::Wish DdrController::wish_for_first(std::uint32_t bank) const {
  const DdrBurst& burst = banks_[bank].queue[0];
  const auto row = rank_.open_row(bank);
  if (!row) return {DdrCommand::activate};
  if (*row != burst.location.row) return {DdrCommand::precharge};
  return {burst.write ? DdrCommand::write : DdrCommand::read};
}

/// From when on the bank, which has queued bursts, offers for the first of them alone.
DdrClock DdrController::aged_clock(std::uint32_t bank) const {
  return banks_[bank].queue[0].moved + static_cast<DdrClock>(config_.age_limit);
}

/// From when on the bank's offer may go.
DdrClock DdrController::offer_clock(std::uint32_t bank) const {
  const Wish& wish = banks_[bank].wish;
  DdrClock clock = rank_.earliest(wish.command, bank);
  if (wish.closing) clock = std::min(clock, rank_.earliest(DdrCommand::precharge, bank));
  const DdrClock aged = aged_clock(bank);
  return clock < aged ? clock : std::max(aged, rank_.earliest(wish_for_first(bank).command, bank));
}

DdrClock DdrController::command_clock() const {
  DdrClock clock = kNoClock;
  for (std::uint64_t waiting = waiting_banks_; waiting != 0; waiting &= waiting - 1)
    clock = std::min(clock, offer_clock(static_cast<std::uint32_t>(__builtin_ctzll(waiting))));
  return clock;
}

void DdrController::perform(std::uint32_t bank, const Wish& wish, DdrClock now) {
  if (wish.is_column()) return transfer(bank, wish, now);
  if (wish.command == DdrCommand::activate) {
    rank_.issue(wish.command, bank, banks_[bank].queue[wish.index].location.row, now);
    ++counts_.activates;
  } else {
    rank_.issue(wish.command, bank, 0, now);
    ++counts_.precharges;
  }
  update_wish(bank);
}

void DdrController::transfer(std::uint32_t bank, const Wish& wish, DdrClock now) {
  DdrQueue& queue = banks_[bank].queue;
  DdrBurst& burst = queue.take(wish.index);
  const bool write = burst.write;
  const std::uint64_t tag = burst.tag;
  const bool close = !config_.open_page && hit(queue, burst.location.row) == kNone;
  if (rank_.columns_served(bank) > 0) {
    ++counts_.row_hits;
    if (!write) ++counts_.read_row_hits;
  }
  if (close) ++counts_.precharges;
  rank_.issue(wish.command, bank, burst.location.row, now, close);

  ++(write ? counts_.writes : counts_.reads);
  --(write ? queued_writes_ : queued_reads_);
  (write ? counts_.write_queue_clocks : counts_.read_queue_clocks) += now;
  --in_banks_;
  (write ? pending_writes_ : pending_reads_).remove(burst.address);
  if (bus_writes_.value_or(write) != write) ++counts_.turnarounds;
  bus_writes_ = write;
  last_bank_ = bank;
  const DdrTiming& timing = config_.device.timing;
  const DdrClock end =
      now + static_cast<DdrClock>(write ? timing.write_data_end() : timing.read_data_end());
  if (!write) counts_.read_latency.add(end - burst.arrival);
  bursts_.give_back(burst);
  update_wish(bank);
  ended_(tag, write, end);
}

void DdrController::update_wish(std::uint32_t bank) {
  Bank& b = banks_[bank];
  const std::uint64_t bit = std::uint64_t{1} << bank;
  waiting_banks_ = b.queue.empty() ? waiting_banks_ & ~bit : waiting_banks_ | bit;
  if (b.queue.empty()) return;
  b.wish = wish_for_first(bank);
  if (b.wish.command != DdrCommand::precharge) return;
  const std::size_t index = hit(b.queue, *rank_.open_row(bank));
  if (index == kNone) return;
  b.wish = {b.queue[index].write ? DdrCommand::write : DdrCommand::read,
            rank_.columns_served(bank) >= config_.row_hit_limit, static_cast<std::uint32_t>(index)};
}

std::size_t DdrController::hit(const DdrQueue& queue, std::uint32_t row) {
  for (std::size_t i = 0; i < queue.size(); ++i)
    if (queue[i].location.row == row) return i;
  return kNone;
}

// From the transaction queues to those of the banks

std::size_t DdrController::draining() const {
  if (draining_ > 0 || writes_.empty()) return draining_;
  if (!reads_.empty() && reads_[0].sequence < reads_first_) return 0;
  const auto capacity = static_cast<std::size_t>(config_.transaction_queue);
  const bool idle = in_banks_ == 0 && (reads_.empty() || writes_.size() > capacity / 4);
  return writes_.full() || idle ? writes_.size() : 0;
}

DdrController::Move DdrController::next_move() const {
  if (reads_.empty() && writes_.empty()) return {kNone, 0};
  const std::size_t writes = draining();
  if (writes == 0) return {movable(reads_), 0};
  const std::size_t index = movable(writes_);
  if (index != kNone || !writes_.any([&](const DdrBurst& w) { return reads_before(w); }))
    return {index, writes};
  return {movable(reads_), 0};  // a write waits for a read, which must be let through
}

bool DdrController::move(DdrClock now) {
  const Move next = next_move();
  if (next.index == kNone) return false;
  DdrBurst& burst = (next.writes > 0 ? writes_ : reads_).take(next.index);
  burst.moved = now;
  draining_ = next.writes > 0 ? next.writes - 1 : 0;
  if (next.writes == 1) reads_first_ = sequence_;
  const std::uint32_t bank = burst.location.bank;
  Bank& b = banks_[bank];
  b.queue.push(burst);
  ++in_banks_;
  // An activate, read or write is for the sake of a burst that came before this one.
  if (b.queue.size() > 1 && b.wish.command != DdrCommand::precharge) return false;
  update_wish(bank);
  return true;
}

std::size_t DdrController::movable(const DdrQueue& queue) const {
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const DdrBurst& burst = queue[i];
    if (!banks_[burst.location.bank].queue.full() && !(burst.write && reads_before(burst)))
      return i;
  }
  return kNone;
}

bool DdrController::reads_before(const DdrBurst& write) const {
  if (!pending_reads_.maybe(write.address)) return false;
  const auto is_it = [&](const DdrBurst& b) { return !b.write && b.address == write.address; };
  return reads_.any(is_it) || banks_[write.location.bank].queue.any(is_it);
}

bool DdrController::write_waits(std::uint64_t address) const {
  if (!pending_writes_.maybe(address)) return false;
  const auto is_it = [&](const DdrBurst& b) { return b.write && b.address == address; };
  return writes_.any(is_it) || banks_[address_.locate(address).bank].queue.any(is_it);
}

// Statistics

DdrStatistics DdrController::statistics(DdrClock now) const {
  DdrStatistics s = counts_;
  s.clocks = now - counted_from_;
  s.active_clocks = rank_.active_clocks(now) - active_before_;
  s.read_queue_clocks += queued_reads_ * now;
  s.write_queue_clocks += queued_writes_ * now;
  return s;
}

void DdrController::clear_statistics(DdrClock now) {
  counts_ = DdrStatistics();
  counts_.read_queue_clocks -= queued_reads_ * now;
  counts_.write_queue_clocks -= queued_writes_ * now;
  counted_from_ = now;
  active_before_ = rank_.active_clocks(now);
}

}  // namespace drnn
