#include <algorithm>

#include "tlm/ddr/ddr_controller.hpp"

// Streaks of DdrController: bursts that came while nothing else was queued, all of one direction to
// one row. Nothing else can go to the DRAM, so that what they need follows from the constraints:
// their row is opened, if need be, and they go in their order. Their way through the queues matters
// only to what comes after them, see move_streak().

namespace drnn {

bool DdrController::joins_streak(const DdrLocation& location, bool write) const {
  return !streak_.empty() && streak_.size() < longest_streak(write) && write == streak_writes_ &&
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
  return streak_.size() + run.count <= longest_streak(run.write) ||
         goes_one_by_one(run, row, command);
}

/// Whether the streak and the run behind it, whose first command may come in a stated clock were it
/// alone, are surely over before the next refresh.
bool DdrController::ends_before_refresh(const DdrRun& run, const DdrLocation& row,
                                        DdrClock first_command) const {
  const DdrTiming& t = config_.device.timing;
  const bool open = rank_.open_row(row.bank) == row.row;
  const DdrClock to_open = open ? 0 : static_cast<DdrClock>(t.trc + t.tfaw + t.trp + t.trcd);
  const DdrClock apart = std::max(run.interval, static_cast<DdrClock>(t.tccd));
  return first_command + to_open + (streak_.size() + run.count) * apart < next_refresh_;
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

/// Its first command comes in `clock`.
void DdrController::begin_streak(const DdrLocation& row, bool write, DdrClock clock) {
  streak_row_ = row;
  streak_writes_ = write;
  next_ = clock;
}

void DdrController::extend_streak(const DdrRun& run) {
  const std::uint64_t bytes = address_.burst_bytes();
  std::uint64_t& queue_clocks = run.write ? counts_.write_queue_clocks : counts_.read_queue_clocks;
  for (std::uint64_t i = 0; i < run.count; ++i) {
    const DdrClock arrival = run.first + i * run.interval;
    const bool waits = run.write && !streak_.empty();
    streak_.push(
        {run.address + i * bytes, run.tag + i * bytes, arrival, waits ? kNoClock : arrival});
    queue_clocks -= arrival;
  }
  (run.write ? queued_writes_ : queued_reads_) += run.count;
  sequence_ += run.count;
  if (run.write) reads_first_ = sequence_;  // reads that come later have higher ones in any case
}

/// Whether the streak's first burst is the only one in its bank's queue, before the move of clock
/// `now`.
bool DdrController::is_alone_in_bank(DdrClock now) const {
  return streak_.size() == 1 || config_.bank_queue == 1 || streak_[1].moved >= now;
}

/// What the command of clock `now` has let move to the bank's queue. While that has room, a read is
/// in it from its arrival on; what does not fit waits in the read queue and moves when a command
/// has made room. Writes wait in the write queue until the bank's is empty; then those move that
/// are there, one a clock.
inline void DdrController::move_streak(DdrClock now) {
  if (!streak_writes_) {
    const auto places = static_cast<std::size_t>(config_.bank_queue);
    if (streak_.size() < places) return;
    DdrClock& moved = streak_[places - 1].moved;
    moved = std::max(moved, now);
  } else if (streak_.front().moved == kNoClock) {
    const DdrClock begin = std::max(now, streak_.front().arrival);
    for (std::size_t i = 0; i < streak_.size() && streak_[i].arrival <= begin; ++i)
      streak_[i].moved = begin + i;
  }
}

/// After the command of clock `now`; `next` is the command that follows it.
inline void DdrController::go_on_with_streak(DdrClock now, DdrCommand next) {
  next_ =
      std::max(std::max(now, streak_.front().arrival) + 1, rank_.earliest(next, streak_row_.bank));
  if (next_ < next_refresh_) return;
  leave_streak(now + 1);
  plan(now);
}

/// Gives the commands of the streak before clock `end`.
void DdrController::transfer_streak(DdrClock end) {
  const DdrLocation row = streak_row_;
  const bool write = streak_writes_;
  const DdrCommand command = column_command(write);
  const DdrClock data_clocks = data_end_clocks(write);
  Columns columns{row.bank, write};
  while (!streak_.empty() && next_ < end) {
    const DdrClock now = executing_ = next_;
    if (rank_.open_row(row.bank) != row.row) {
      open_streak_row(now);
      continue;
    }
    const std::uint64_t tag = streak_.front().tag;
    const DdrClock data_end = now + data_clocks;
    if (!write) counts_.read_latency.add(data_end - streak_.front().arrival);
    const bool close = !config_.open_page && is_alone_in_bank(now);
    if (rank_.columns_served(row.bank) == 0) ++columns.fresh;
    if (close) ++counts_.precharges;
    rank_.issue(command, row.bank, row.row, now, close);
    ++columns.count;
    columns.clocks += now;
    streak_.pop();
    next_ = kNoClock;
    if (!streak_.empty()) {
      move_streak(now);
      go_on_with_streak(now, close ? streak_command(row, write) : command);
    }
    ended_(tag, write, data_end);
  }
  book(columns);
}

void DdrController::open_streak_row(DdrClock now) {
  const DdrCommand command = streak_command(streak_row_, streak_writes_);
  const bool activates = command == DdrCommand::activate;
  rank_.issue(command, streak_row_.bank, activates ? streak_row_.row : 0, now);
  ++(activates ? counts_.activates : counts_.precharges);
  go_on_with_streak(now, streak_command(streak_row_, streak_writes_));
}

/// What is left of the streak is in the queues, as they are before clock `now`.
void DdrController::leave_streak(DdrClock now) {
  if (streak_.empty()) return;
  std::uint64_t sequence = sequence_ - streak_.size();
  DdrQueue& queue = banks_[streak_row_.bank].queue;
  for (; !streak_.empty(); streak_.pop()) {
    const StreakBurst& b = streak_.front();
    DdrBurst& burst = place(
        {b.address, streak_writes_, b.tag, address_.locate(b.address), b.arrival, sequence++});
    if (!queue.full() && b.moved < now) {
      enter_bank(burst, b.moved);
    } else {
      (streak_writes_ ? writes_ : reads_).push(burst);
      if (streak_writes_ && b.moved != kNoClock) ++draining_;
    }
  }
  command_clock_ = command_clock();
}

/// Whether the bursts that are queued are reads of one row, of which none waits that could have
/// moved.
bool DdrController::are_streak() const {
  const bool one_bank = waiting_banks_ != 0 && (waiting_banks_ & (waiting_banks_ - 1)) == 0;
  if (!one_bank || queued_writes_ > 0) return false;
  const DdrQueue& queue = banks_[static_cast<std::size_t>(__builtin_ctzll(waiting_banks_))].queue;
  if (!reads_.empty() && !queue.full()) return false;
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
  for (DdrQueue* from : {&queue, &reads_})
    while (!from->empty()) {
      DdrBurst& burst = from->take(0);
      pending_reads_.remove(burst.address);
      streak_.push({burst.address, burst.tag, burst.arrival, burst.moved});
      bursts_.give_back(burst);
    }
  in_banks_ = 0;
  command_clock_ = kNoClock;
  update_wish(row.bank);
  begin_streak(row, false, clock);
  return true;
}

}  // namespace drnn
