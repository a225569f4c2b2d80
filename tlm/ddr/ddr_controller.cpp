#include "tlm/ddr/ddr_controller.hpp"

#include <algorithm>

namespace drnn {

namespace {

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
      streak_(static_cast<std::size_t>(config.bank_queue + config.transaction_queue)),
      clocks_(streak_.capacity()),
      room_(static_cast<std::size_t>(config.bank_queue)),
      next_refresh_(static_cast<DdrClock>(config.device.timing.trefi)) {
  for (std::uint32_t bank = 0; bank < config.device.banks; ++bank)
    banks_.push_back({DdrQueue(static_cast<std::size_t>(config.bank_queue)), Wish{}});
}

void DdrController::enqueue(std::uint64_t address, bool write, std::uint64_t tag, DdrClock now) {
  catch_up(now);
  leave_streak(now);
  address = address_.burst_start(address);
  if (!write && forwarded(address, tag, now)) return;
  wait_to_move(arrival(address, address_.locate(address), write, tag, now));
}

void DdrController::enqueue_and_run(std::uint64_t address, bool write, std::uint64_t tag,
                                    DdrClock now) {
  catch_up(now);
  address = address_.burst_start(address);
  const DdrLocation location = address_.locate(address);
  const DdrRun one{address, write, tag, 1, now, 1};
  if (joins_streak(location, write)) {
    extend_streak(one);
    return transfer_streak(now + 1);
  }
  leave_streak(now);
  if (!write && forwarded(address, tag, now)) return run_until(now + 1);
  if (queued() == 0) {
    const DdrClock alone = streak_clock(location, write, now + 1);
    if (alone != kNoClock) {
      begin_streak(location, write, alone);
      return extend_streak(one);
    }
  }
  const DdrBurst burst = arrival(address, location, write, tag, now);
  if (!passes_through(burst)) {
    wait_to_move(burst);
    return run_until(now + 1);
  }
  if (write) reads_first_ = sequence_;
  if (enter_bank(place(burst), now)) command_clock_ = command_clock();
  plan(now);
}

/// Whether a read is answered from the write queue.
bool DdrController::forwarded(std::uint64_t address, std::uint64_t tag, DdrClock now) {
  if (!write_waits(address)) return false;
  ++counts_.forwarded_reads;
  counts_.read_latency.add(1);
  ended_({tag, false, &now, 1, 1});
  return true;
}

/// A burst that is queued from now on.
DdrBurst DdrController::arrival(std::uint64_t address, const DdrLocation& location, bool write,
                                std::uint64_t tag, DdrClock now) {
  ++(write ? queued_writes_ : queued_reads_);
  (write ? counts_.write_queue_clocks : counts_.read_queue_clocks) -= now;
  return {address, write, tag, location, now, sequence_++};
}

DdrBurst& DdrController::place(const DdrBurst& burst) {
  (burst.write ? pending_writes_ : pending_reads_).add(burst.address);
  return bursts_.take() = burst;
}

void DdrController::wait_to_move(const DdrBurst& burst) {
  (burst.write ? writes_ : reads_).push(place(burst));
  next_ = std::min(next_, burst.arrival);
}

/// The clock of its arrival moves a burst to its bank, and nothing else happens then: no other is
/// there that could move, and no command is due.
bool DdrController::passes_through(const DdrBurst& burst) const {
  if (may_move()) return false;
  if (burst.arrival >= std::min(command_clock_, next_refresh_)) return false;
  return burst.write ? in_banks_ == 0 : !banks_[burst.location.bank].queue.full();
}

void DdrController::execute(DdrClock now) {
  bool changed = refresh_due(now) ? refresh(now) : now >= command_clock_ && command(now);
  if (may_move()) changed |= move(now);
  if (changed) {
    if (turn_into_streak(now)) return;
    command_clock_ = command_clock();
  }
  plan(now);
}

void DdrController::plan(DdrClock now) {
  if (queued() == 0) {
    next_ = kNoClock;
  } else if (may_move() && next_move().index != kNone) {
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
