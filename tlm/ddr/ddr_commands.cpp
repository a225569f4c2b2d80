#include <algorithm>

#include "tlm/ddr/ddr_controller.hpp"

// What DdrController gives to the DRAM.

namespace drnn {

namespace {

std::uint32_t lowest(std::uint64_t banks) {
  return static_cast<std::uint32_t>(__builtin_ctzll(banks));
}

}  // namespace

bool DdrController::command(DdrClock now) {
  std::uint64_t waiting = waiting_banks_;
  std::uint32_t best = lowest(waiting);
  Wish wish = offer(best, now);
  bool found = rank_.earliest(wish.command, best) <= now;
  while ((waiting &= waiting - 1) != 0) {
    const std::uint32_t bank = lowest(waiting);
    const Wish other = offer(bank, now);
    if (rank_.earliest(other.command, bank) > now) continue;
    if (found && !precedes(bank, other, best, wish)) continue;
    best = bank;
    wish = other;
    found = true;
  }
  if (found) perform(best, wish, now);
  return found;
}

bool DdrController::precedes(std::uint32_t bank, Wish wish, std::uint32_t other_bank,
                             Wish other) const {
  if (wish.is_column() != other.is_column()) return wish.is_column();
  if (wish.is_column()) return bank > last_bank_ && other_bank <= last_bank_;
  return banks_[bank].queue[wish.index].sequence < banks_[other_bank].queue[other.index].sequence;
}

DdrController::Wish DdrController::offer(std::uint32_t bank, DdrClock now) const {
  Wish wish = banks_[bank].wish;
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
  return {burst.column()};
}

/// From when on the bank, which has queued bursts, offers for the first of them alone.
DdrClock DdrController::aged_clock(std::uint32_t bank) const {
  return banks_[bank].queue[0].moved + static_cast<DdrClock>(config_.age_limit);
}

/// From when on the bank's offer may go.
DdrClock DdrController::offer_clock(std::uint32_t bank) const {
  Wish wish = banks_[bank].wish;
  DdrClock clock = rank_.earliest(wish.command, bank);
  if (wish.closing) clock = std::min(clock, rank_.earliest(DdrCommand::precharge, bank));
  const DdrClock aged = aged_clock(bank);
  return clock < aged ? clock : std::max(aged, rank_.earliest(wish_for_first(bank).command, bank));
}

DdrClock DdrController::command_clock() const {
  DdrClock clock = kNoClock;
  for (std::uint64_t waiting = waiting_banks_; waiting != 0; waiting &= waiting - 1)
    clock = std::min(clock, offer_clock(lowest(waiting)));
  return clock;
}

void DdrController::perform(std::uint32_t bank, Wish wish, DdrClock now) {
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

void DdrController::transfer(std::uint32_t bank, Wish wish, DdrClock now) {
  DdrQueue& queue = banks_[bank].queue;
  DdrBurst& burst = queue.take(wish.index);
  const std::uint64_t tag = burst.tag;
  const bool write = burst.write;
  const bool close = !config_.open_page && hit(queue, burst.location.row) == kNone;
  carry(burst, close, now);
  --in_banks_;
  (write ? pending_writes_ : pending_reads_).remove(burst.address);
  bursts_.give_back(burst);
  update_wish(bank);
  ended_({tag, write, &now, 1, data_end_clocks(write)});
}

/// Gives a burst's read or write.
void DdrController::carry(const DdrBurst& burst, bool close, DdrClock now) {
  const std::uint32_t bank = burst.location.bank;
  const std::uint64_t fresh = rank_.columns_served(bank) == 0 ? 1 : 0;
  if (close) ++counts_.precharges;
  rank_.issue(burst.column(), bank, burst.location.row, now, close);
  if (!burst.write) counts_.read_latency.add(now + data_end_clocks(false) - burst.arrival);
  book({bank, burst.write, 1, now, fresh});
}

void DdrController::book(const Columns& c) {
  const std::uint64_t hits = c.count - c.fresh;
  counts_.row_hits += hits;
  if (!c.write) counts_.read_row_hits += hits;
  (c.write ? counts_.writes : counts_.reads) += c.count;
  (c.write ? queued_writes_ : queued_reads_) -= c.count;
  (c.write ? counts_.write_queue_clocks : counts_.read_queue_clocks) += c.clocks;
  if (bus_writes_.value_or(c.write) != c.write) ++counts_.turnarounds;
  bus_writes_ = c.write;
  last_bank_ = c.bank;
}

void DdrController::find_wish(std::uint32_t bank) {
  Bank& b = banks_[bank];
  b.wish = wish_for_first(bank);
  if (b.wish.command != DdrCommand::precharge) return;
  const std::size_t index = hit(b.queue, *rank_.open_row(bank));
  if (index == kNone) return;
  b.wish = {b.queue[index].column(), rank_.columns_served(bank) >= config_.row_hit_limit,
            static_cast<std::uint32_t>(index)};
}

std::size_t DdrController::hit(const DdrQueue& queue, std::uint32_t row) {
  for (std::size_t i = 0; i < queue.size(); ++i)
    if (queue[i].location.row == row) return i;
  return kNone;
}

}  // namespace drnn
