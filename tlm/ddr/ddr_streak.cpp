#include <algorithm>

#include "tlm/ddr/ddr_controller.hpp"

// Streaks of DdrController: bursts that came while nothing else was queued, all of one direction to
// the open row of one bank. Nothing else can go to the DRAM, so that their way through the queues
// is known. They go in their order, and while the bank's queue has room, each is in it from its
// arrival on; what does not fit waits in the read queue and moves when a command has made room.
// More than one at a time are reads, because writes leave the write queue by rules of their own.

namespace drnn {

bool DdrController::joins_streak(const DdrLocation& location, bool write) const {
  if (streak_.empty() || streak_.full() || write || streak_writes_) return false;
  return location.bank == streak_row_.bank && location.row == streak_row_.row;
}

/// When the next burst of a streak, in its bank's queue before clock `from`, goes to the DRAM;
/// kNoClock where its row is not open or a refresh is due before.
DdrClock DdrController::streak_clock(const DdrLocation& location, bool write, DdrClock from) const {
  if (rank_.open_row(location.bank) != location.row) return kNoClock;
  const DdrCommand command = column_command(write);
  const DdrClock clock = std::max(from, rank_.earliest(command, location.bank));
  return clock < next_refresh_ ? clock : kNoClock;
}

bool DdrController::takes(const DdrRun& run) const {
  if (!config_.open_page || streak_.free() < run.count) return false;
  const DdrLocation location = address_.locate(run.address);
  if (queued() > 0 && !joins_streak(location, run.write)) return false;
  const DdrClock command = streak_clock(location, run.write, run.first + 1);
  if (command == kNoClock || !ends_before_refresh(run, command)) return false;
  if (!run.write || run.count == 1) return true;
  const bool each_is_gone_when_the_next_comes =
      command < run.first + run.interval &&
      run.interval >= static_cast<DdrClock>(config_.device.timing.tccd);
  return each_is_gone_when_the_next_comes;
}

/// Whether the bursts that are queued are reads of the open row of one bank, of which none waits
/// that could have moved.
bool DdrController::are_streak() const {
  const bool one_bank = waiting_banks_ != 0 && (waiting_banks_ & (waiting_banks_ - 1)) == 0;
  if (!one_bank || queued_writes_ > 0) return false;
  const auto bank = static_cast<std::uint32_t>(__builtin_ctzll(waiting_banks_));
  const DdrQueue& queue = banks_[bank].queue;
  if (banks_[bank].wish.command != DdrCommand::read) return false;
  if (!reads_.empty() && !queue.full()) return false;
  const auto elsewhere = [&, row = rank_.open_row(bank)](const DdrBurst& burst) {
    return burst.location.bank != bank || burst.location.row != row;
  };
  return !queue.any(elsewhere) && !reads_.any(elsewhere);
}

/// Takes what is queued out of its queues, if it is a streak; in clock `now`, whose command and
/// move are over.
bool DdrController::turn_into_streak(DdrClock now) {
  if (!are_streak()) return false;
  DdrQueue& queue = banks_[static_cast<std::size_t>(__builtin_ctzll(waiting_banks_))].queue;
  const DdrLocation location = queue[0].location;
  const DdrClock clock = streak_clock(location, false, now + 1);
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
  update_wish(location.bank);
  begin_streak(location, false, clock);
  return true;
}

/// Whether the streak and the run behind it, whose first command may come in a stated clock were it
/// alone, are surely over before the next refresh.
bool DdrController::ends_before_refresh(const DdrRun& run, DdrClock first_command) const {
  const DdrClock apart = std::max(run.interval, static_cast<DdrClock>(config_.device.timing.tccd));
  return first_command + (streak_.size() + run.count) * apart < next_refresh_;
}

void DdrController::take(const DdrRun& run) {
  if (streak_.empty()) {
    const DdrLocation location = address_.locate(run.address);
    begin_streak(location, run.write, streak_clock(location, run.write, run.first + 1));
  }
  extend_streak(run);
}

/// Its first burst's command comes in `clock`.
void DdrController::begin_streak(const DdrLocation& location, bool write, DdrClock clock) {
  streak_row_ = location;
  streak_writes_ = write;
  next_ = clock;
}

void DdrController::extend_streak(const DdrRun& run) {
  const std::uint64_t bytes = address_.burst_bytes();
  std::uint64_t& queue_clocks = run.write ? counts_.write_queue_clocks : counts_.read_queue_clocks;
  for (std::uint64_t i = 0; i < run.count; ++i) {
    const DdrClock arrival = run.first + i * run.interval;
    streak_.push({run.address + i * bytes, run.tag + i * bytes, arrival, arrival});
    queue_clocks -= arrival;
  }
  (run.write ? queued_writes_ : queued_reads_) += run.count;
  sequence_ += run.count;
  if (run.write) reads_first_ = sequence_;
}

/// Whether the streak's first burst is the only one in its bank's queue.
bool DdrController::is_alone_in_bank() const {
  return streak_.size() == 1 || config_.bank_queue == 1;
}

/// Gives the commands of the streak before clock `end`.
void DdrController::transfer_streak(DdrClock end) {
  const std::uint32_t bank = streak_row_.bank;
  const bool write = streak_writes_;
  const DdrCommand command = column_command(write);
  const DdrClock data_clocks = data_end_clocks(write);
  Columns columns{bank, write, 0, 0, rank_.columns_served(bank) == 0 ? 1u : 0u};
  while (!streak_.empty() && next_ < end) {
    const DdrClock now = executing_ = next_;
    const std::uint64_t tag = streak_.front().tag;
    const DdrClock data_end = now + data_clocks;
    if (!write) counts_.read_latency.add(data_end - streak_.front().arrival);
    const bool close = !config_.open_page && is_alone_in_bank();
    rank_.issue(command, bank, streak_row_.row, now, close);
    if (close) ++counts_.precharges;
    ++columns.count;
    columns.clocks += now;
    streak_.pop();
    step_streak(now);
    ended_(tag, write, data_end);
  }
  book(columns);
}

/// After the command of clock `now`, which has made room in the bank's queue.
void DdrController::step_streak(DdrClock now) {
  next_ = kNoClock;
  if (streak_.empty()) return;
  const auto places = static_cast<std::size_t>(config_.bank_queue);
  if (streak_.size() >= places) {
    DdrClock& moved = streak_[places - 1].moved;
    moved = std::max(moved, now);
  }
  next_ = streak_clock(streak_row_, streak_writes_, std::max(now, streak_.front().arrival) + 1);
  if (next_ != kNoClock) return;
  leave_streak();
  plan(now);
}

/// What is left of the streak is in the queues.
void DdrController::leave_streak() {
  if (streak_.empty()) return;
  std::uint64_t sequence = sequence_ - streak_.size();
  for (; !streak_.empty(); streak_.pop()) {
    const StreakBurst& b = streak_.front();
    DdrBurst& burst = place(
        {b.address, streak_writes_, b.tag, address_.locate(b.address), b.arrival, sequence++});
    if (banks_[streak_row_.bank].queue.full()) {
      reads_.push(burst);
    } else {
      enter_bank(burst, b.moved);
    }
  }
  command_clock_ = command_clock();
}

}  // namespace drnn
