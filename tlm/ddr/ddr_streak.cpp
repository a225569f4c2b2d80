#include <algorithm>

#include "tlm/ddr/ddr_controller.hpp"

// Streaks of DdrController: bursts that came while nothing else was queued, all of one direction to
// one row. Nothing else can go to the DRAM, so that what they need follows from the constraints:
// their row is opened, if need be, and they go in their order. Their way through the queues matters
// only to what comes after them, see move_streak().

namespace drnn {

bool DdrController::joins_streak(const DdrLocation& location, bool write) const {
  return !streak_.empty() && in_streak_ < longest_streak(write) && write == streak_writes_ &&
         location.bank == streak_row_.bank && location.row == streak_row_.row;
}

/// Of reads, as many as the queues take. Of writes so few that neither the write queue nor their
/// bank's is ever full, which would let them move otherwise.
std::size_t DdrController::longest_streak(bool write) const {
  if (!write) return streak_.capacity();
  return static_cast<std::size_t>(
      std::max(1, std::min(config_.bank_queue, config_.transaction_queue - 1)));
}

/// What the next burst of a streak needs.
DdrCommand DdrController::streak_command(const DdrLocation& row, bool write) const {
  const auto open = rank_.open_row(row.bank);
  if (open == row.row) return column_command(write);
  return open ? DdrCommand::precharge : DdrCommand::activate;
}

/// When that goes to the DRAM, the burst being in its bank's queue before clock `from`; kNoClock
/// where a refresh is due before.
DdrClock DdrController::streak_clock(const DdrLocation& row, bool write, DdrClock from) const {
  const DdrClock clock = std::max(from, rank_.earliest(streak_command(row, write), row.bank));
  return clock < next_refresh_ ? clock : kNoClock;
}

bool DdrController::takes(const DdrRun& run) const {
  if (!may_take()) return false;
  const DdrLocation row = address_.locate(run.address);
  if (queued() > 0 && !joins_streak(row, run.write)) return false;
  const DdrClock command = streak_clock(row, run.write, run.first + 1);
  if (command == kNoClock || !ends_before_refresh(run, row, command)) return false;
  return in_streak_ + run.count <= longest_streak(run.write) || goes_one_by_one(run, row, command);
}

/// Whether the streak and the run behind it, whose first command may come in a stated clock were it
/// alone, are surely over before the next refresh.
bool DdrController::ends_before_refresh(const DdrRun& run, const DdrLocation& row,
                                        DdrClock first_command) const {
  const DdrTiming& t = config_.device.timing;
  const bool open = rank_.open_row(row.bank) == row.row;
  const DdrClock to_open = open ? 0 : static_cast<DdrClock>(t.trc + t.tfaw + t.trp + t.trcd);
  const DdrClock apart = std::max(run.interval, static_cast<DdrClock>(t.tccd));
  return first_command + to_open + (in_streak_ + run.count) * apart < next_refresh_;
}

/// Whether each burst of a run has gone before the next comes.
bool DdrController::goes_one_by_one(const DdrRun& run, const DdrLocation& row,
                                    DdrClock first_command) const {
  return streak_.empty() && run.count <= streak_.capacity() &&
         rank_.open_row(row.bank) == row.row && first_command < run.first + run.interval &&
         run.interval >= static_cast<DdrClock>(config_.device.timing.tccd);
}

void DdrController::take(const DdrRun& run) {
  if (streak_.empty()) {
    const DdrLocation row = address_.locate(run.address);
    begin_streak(row, run.write, streak_clock(row, run.write, run.first + 1));
  }
  extend_streak(run);
}

/// Its first command comes in `clock`, its first burst is in its bank's queue from its arrival on.
void DdrController::begin_streak(const DdrLocation& row, bool write, DdrClock clock) {
  streak_row_ = row;
  streak_writes_ = write;
  next_ = clock;
  passed_ = room_place_ = 0;
  batch_ = {};
  std::fill(room_.begin(), room_.end(), 0);
}

void DdrController::extend_streak(const DdrRun& run) {
  streak_.push(run);
  in_streak_ += run.count;
  std::uint64_t& queue_clocks = run.write ? counts_.write_queue_clocks : counts_.read_queue_clocks;
  for (std::size_t i = 0; i < run.count; ++i) queue_clocks -= run.arrival(i);
  (run.write ? queued_writes_ : queued_reads_) += run.count;
  sequence_ += run.count;
  if (run.write) reads_first_ = sequence_;  // reads that come later have higher ones in any case
}

/// Gives the commands of the streak before clock `end`.
void DdrController::transfer_streak(DdrClock end) {
  while (!streak_.empty() && next_ < end) {
    if (rank_.open_row(streak_row_.bank) == streak_row_.row) {
      transfer_run(end);
    } else {
      open_streak_row(next_);
    }
  }
}

void DdrController::open_streak_row(DdrClock now) {
  const DdrCommand command = streak_command(streak_row_, streak_writes_);
  const bool activates = command == DdrCommand::activate;
  rank_.issue(command, streak_row_.bank, activates ? streak_row_.row : 0, now);
  ++(activates ? counts_.activates : counts_.precharges);
  go_on_with_streak(now);
}

/// Gives the reads or writes of the first run before clock `end`, as long as the row is open.
void DdrController::transfer_run(DdrClock end) {
  const DdrRun& run = streak_.front();
  const std::uint32_t bank = streak_row_.bank;
  const DdrCommand command = column_command(run.write);
  const std::uint64_t fresh = rank_.columns_served(bank) == 0 ? 1 : 0;
  const DdrEnds ends{run.tag, run.write, clocks_.data(), column_clocks(run, end),
                     data_end_clocks(run.write)};
  if (!config_.open_page && is_alone_in_bank(next_)) {
    rank_.issue(command, bank, streak_row_.row, next_, true);
    ++counts_.precharges;
  } else {
    rank_.issue_columns(command, bank, clocks_.data(), ends.count);
  }
  Columns columns{bank, run.write, ends.count, 0, fresh};
  for (std::size_t i = 0; i < ends.count; ++i) {
    columns.clocks += clocks_[i];
    if (!run.write) counts_.read_latency.add(clocks_[i] + ends.data_clocks - run.arrival(i));
  }
  book(columns);
  pass_streak(ends.count);
  go_on_with_streak(clocks_[ends.count - 1]);
  ended_(ends);
}

/// When the bursts of a run, the first of the streak, go before clock `end` and the next refresh;
/// with closed page the first alone. Returns their number, at least one.
std::size_t DdrController::column_clocks(const DdrRun& run, DdrClock end) {
  const DdrClock limit = std::min(end, next_refresh_);
  const auto tccd = static_cast<DdrClock>(config_.device.timing.tccd);
  const std::size_t most = config_.open_page ? run.count : 1;
  std::size_t count = 0;
  for (DdrClock clock = next_; count < most && clock < limit;) {
    clocks_[count++] = clock;
    clock = std::max(std::max(clock, run.arrival(count)) + 1, clock + tccd);
  }
  return count;
}

/// `count` bursts of the first run are gone, in clocks_.
void DdrController::pass_streak(std::size_t count) {
  if (streak_writes_) {
    move_writes(count);
  } else {
    move_reads(count);
  }
  passed_ += count;
  in_streak_ -= count;
  drop_from_streak(count);
}

/// The first `count` bursts of the first run.
void DdrController::drop_from_streak(std::size_t count) {
  DdrRun& run = streak_.front();
  run.first = run.arrival(count);
  run.count -= count;
  run.address += count * address_.burst_bytes();
  run.tag += count * address_.burst_bytes();
  if (run.count == 0) streak_.pop();
}

// The way through the queues

/// A read is in its bank's queue from its arrival on while that has room; what does not fit waits
/// in the read queue and moves when a command has made room for it.
void DdrController::move_reads(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    room_[room_place_] = clocks_[i];
    if (++room_place_ == room_.size()) room_place_ = 0;
  }
}

/// Writes wait in the write queue until their bank's is empty; then those move that are there.
void DdrController::move_writes(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next = passed_ + i + 1;
    if (next <= batch_.last || i + 1 == in_streak_) continue;
    const DdrClock begin = std::max(clocks_[i], streak_arrival(i + 1));
    batch_ = {next, next, begin};
    for (std::size_t k = i + 2; k < in_streak_ && streak_arrival(k) <= begin; ++k) ++batch_.last;
  }
}

/// Of the burst that has `index` others of the streak before it.
DdrClock DdrController::streak_arrival(std::size_t index) const {
  std::size_t run = 0;
  for (; index >= streak_[run].count; ++run) index -= streak_[run].count;
  return streak_[run].arrival(index);
}

/// When the burst at a place of the streak has moved to its bank's queue; kNoClock for a write that
/// waits for those before it.
DdrClock DdrController::moved(std::size_t place, DdrClock arrival) const {
  if (!streak_writes_) return std::max(arrival, room_[place % room_.size()]);
  if (place > batch_.last) return kNoClock;
  return place == 0 ? arrival : batch_.begin + (place - batch_.first);
}

/// Whether the streak's first burst is the only one in its bank's queue, before the move of clock
/// `now`.
bool DdrController::is_alone_in_bank(DdrClock now) const {
  return in_streak_ == 1 || config_.bank_queue == 1 || moved(passed_ + 1, streak_arrival(1)) >= now;
}

/// After the command of clock `now`.
void DdrController::go_on_with_streak(DdrClock now) {
  next_ = kNoClock;
  if (streak_.empty()) return;
  next_ = streak_clock(streak_row_, streak_writes_, std::max(now, streak_.front().first) + 1);
  if (next_ != kNoClock) return;
  leave_streak(now + 1);
  plan(now);
}

/// What is left of the streak is in the queues, as they are before clock `now`.
void DdrController::leave_streak(DdrClock now) {
  if (streak_.empty()) return;
  const std::uint64_t first = sequence_ - in_streak_;
  DdrQueue& queue = banks_[streak_row_.bank].queue;
  for (std::size_t i = 0; i < in_streak_; ++i) {
    DdrRun& run = streak_.front();
    const DdrClock moved = this->moved(passed_ + i, run.first);
    DdrBurst& burst = place(
        {run.address, run.write, run.tag, address_.locate(run.address), run.first, first + i});
    if (!queue.full() && moved < now) {
      enter_bank(burst, moved);
    } else {
      (run.write ? writes_ : reads_).push(burst);
      if (run.write && moved != kNoClock) ++draining_;
    }
    drop_from_streak(1);
  }
  in_streak_ = 0;
  command_clock_ = command_clock();
  if (may_move()) next_ = std::min(next_, now);
}

/// Whether the bursts that are queued are reads of one row, of which none waits that could have
/// moved, and the last that came: their order of arrival is counted from the last one's.
bool DdrController::are_streak() const {
  const bool one_bank = waiting_banks_ != 0 && (waiting_banks_ & (waiting_banks_ - 1)) == 0;
  if (!one_bank || queued_writes_ > 0) return false;
  const DdrQueue& queue = banks_[static_cast<std::size_t>(__builtin_ctzll(waiting_banks_))].queue;
  if (!reads_.empty() && !queue.full()) return false;
  if (queue[0].sequence + queued() != sequence_) return false;
  const auto elsewhere = [row = queue[0].location](const DdrBurst& burst) {
    return burst.location.bank != row.bank || burst.location.row != row.row;
  };
  return !queue.any(elsewhere) && !reads_.any(elsewhere);
}

/// Takes what is queued out of its queues, if it is a streak; in clock `now`, whose command and
/// move are over.
bool DdrController::turn_into_streak(DdrClock now) {
  if (!are_streak()) return false;
  DdrQueue& queue = banks_[static_cast<std::size_t>(__builtin_ctzll(waiting_banks_))].queue;
  const DdrLocation row = queue[0].location;
  const DdrClock clock = streak_clock(row, false, now + 1);
  if (clock == kNoClock) return false;
  begin_streak(row, false, clock);
  for (DdrQueue* from : {&queue, &reads_})
    while (!from->empty()) {
      DdrBurst& burst = from->take(0);
      pending_reads_.remove(burst.address);
      if (from == &queue) room_[in_streak_] = burst.moved;
      streak_.push({burst.address, false, burst.tag, 1, burst.arrival, 1});
      ++in_streak_;
      bursts_.give_back(burst);
    }
  in_banks_ = 0;
  command_clock_ = kNoClock;
  update_wish(row.bank);
  return true;
}

}  // namespace drnn
