#include "tlm/ddr/ddr_subsystem.hpp"

#include <algorithm>

#include "model/arith/power_of_two.hpp"

namespace drnn {

namespace {

/// A BL8 burst's tag: the transfer and the bytes to it from the AXI burst's first BL8 burst.
constexpr std::uint64_t kOffsetBits = 13;
constexpr std::uint64_t kOffsets = (std::uint64_t{1} << kOffsetBits) - 1;

}  // namespace

DdrSubsystem::DdrSubsystem(const Config& config, Answered answered)
    : config_(config),
      answered_(std::move(answered)),
      address_(config.controller.device, config.controller.mapping),
      beat_bits_(log2_of(config.port_bytes)),
      arbiter_(config.arbiter, address_),
      controller_(config.controller, [this](const DdrEnds& ends) { bursts_ended(ends); }) {}

void DdrSubsystem::submit(int port, std::uint64_t address, std::uint64_t bytes, std::size_t tag,
                          std::uint64_t time_ps) {
  const Arrival arrival{clock_from(time_ps), port, address, bytes,
                        new_transfer({tag, address, address_.bursts(address, bytes), 0, port})};
  const auto later = [](const Arrival& a, const Arrival& b) {
    return a.clock != b.clock ? a.clock > b.clock : a.port > b.port;
  };
  arrivals_.insert(std::lower_bound(arrivals_.begin(), arrivals_.end(), arrival, later), arrival);
  PortStatistics& statistics = ports_[static_cast<std::size_t>(port)];
  ++statistics.bursts;
  statistics.bytes += bytes;
}

void DdrSubsystem::run_until_clock(DdrClock end) {
  for (DdrClock clock = next_entry(end); clock < end; clock = next_entry(end)) execute(clock, end);
  controller_.run_until(end);  // books refreshes of idle times
  now_ = std::max(now_, end);
}

std::uint64_t DdrSubsystem::next_event_ps() const {
  const DdrClock clock = next_clock();
  return clock == kNoClock ? kNoClock : clock * tck_ps();
}

DdrClock DdrSubsystem::next_clock() const {
  DdrClock clock = controller_.next_event();
  clock = std::min(clock, next_arrival());
  const bool can_grant = (controller_.room(false) && arbiter_.waiting(false)) ||
                         (controller_.room(true) && arbiter_.waiting(true));
  if (can_grant) clock = std::min(clock, arbiter_.next_grant(now_));
  return clock == kNoClock ? kNoClock : std::max(clock, now_);
}

std::uint64_t DdrSubsystem::earliest_answer_ps() const {
  const DdrClock next = next_clock();
  if (next == kNoClock) return kNoClock;
  if (writes_about()) return next * tck_ps();
  DdrClock answer = kNoClock;
  for (const Arrival& a : arrivals_)
    answer = std::min(answer, after_bursts(a.clock, transfers_[a.transfer].unended));
  for (int port = 0; port < DdrPort::kCount; port += 2) {
    const auto& reads = order_[static_cast<std::size_t>(port)];
    if (!reads.empty())
      answer = std::min(answer, after_bursts(next, transfers_[reads.front()].unended));
  }
  return (answer == kNoClock ? next : answer) * tck_ps();
}

/// A queued write may answer reads, without a command.
bool DdrSubsystem::writes_about() const {
  const auto writes = [](const Arrival& a) { return DdrPort::is_write(a.port); };
  return controller_.queued_writes() > 0 || arbiter_.waiting(true) ||
         std::any_of(arrivals_.begin(), arrivals_.end(), writes);
}

/// When the last of some BL8 bursts of a read goes to the DRAM, the first in clock `first`: grants
/// keep their distance, and so do commands.
DdrClock DdrSubsystem::after_bursts(DdrClock first, std::uint64_t count) const {
  const auto tccd = static_cast<DdrClock>(config_.controller.device.timing.tccd);
  return first + (count - 1) * std::min(tccd, arbiter_.interval());
}

/// The next clock, `end` at the latest, in which something may enter the controller. Where that
/// waits for the controller to have room, any clock in which it does something.
DdrClock DdrSubsystem::next_entry(DdrClock end) const {
  const bool waits_for_room = (!controller_.room(false) && arbiter_.waiting(false)) ||
                              (!controller_.room(true) && arbiter_.waiting(true));
  if (waits_for_room) return std::min(next_clock(), end);
  const DdrClock clock = std::min(arbiter_.next_grant(now_), next_arrival());
  return std::min(std::max(clock, now_), end);
}

/// What enters in clock `clock`, and as far as that is certain, up to the one before `end`.
void DdrSubsystem::execute(DdrClock clock, DdrClock end) {
  controller_.run_until(clock);
  now_ = clock;
  if (next_arrival() <= clock) admit_arrivals(clock);
  enter(clock, std::min(end, next_arrival()));
}

void DdrSubsystem::admit_arrivals(DdrClock clock) {
  for (; next_arrival() <= clock; arrivals_.pop_back()) {
    const Arrival& a = arrivals_.back();
    arbiter_.push(a.port, a.address, a.bytes, a.transfer, clock);
    if (!DdrPort::is_write(a.port)) order_[static_cast<std::size_t>(a.port)].push(a.transfer);
  }
}

/// Gives the grant of clock `clock`, if there is one, and those behind it that are certain.
void DdrSubsystem::enter(DdrClock clock, DdrClock end) {
  PortArbiter::Run run = arbiter_.run(clock, controller_.may_take() ? end : clock + 1,
                                      controller_.room(false), controller_.room(true));
  if (run.count == 0) {
    controller_.run_until(clock + 1);
    now_ = clock + 1;
    return;
  }
  const bool write = DdrPort::is_write(run.port);
  const std::uint64_t first = address_.burst_start(transfers_[run.transfer].address);
  const std::uint64_t tag = run.transfer << kOffsetBits | (run.address - first);
  const DdrRun bursts{run.address, write, tag, run.count, clock, arbiter_.interval()};
  if (controller_.takes(bursts)) {
    controller_.take(bursts);
  } else {
    run = run.first();
    controller_.enqueue_and_run(run.address, write, tag, clock);
  }
  arbiter_.take(run, clock);
  now_ = clock + (run.count - 1) * arbiter_.interval() + 1;
  if (write && run.last) answer(run.transfer, now_ * tck_ps());
}

void DdrSubsystem::bursts_ended(const DdrEnds& ends) {
  const DdrClock last = ends.commands[ends.count - 1];
  data_end_ = std::max(data_end_, last + ends.data_clocks);
  if (ends.write) return;
  Transfer& transfer = transfers_[ends.tag >> kOffsetBits];
  const std::uint64_t skew = transfer.address - address_.burst_start(transfer.address);
  std::uint64_t offset = ends.tag & kOffsets;
  for (std::size_t i = 0; i < ends.count; ++i, offset += address_.burst_bytes()) {
    const std::uint64_t beats_before = (std::max(offset, skew) - skew) >> beat_bits_;
    const std::uint64_t beats_before_ps = beats_before * config_.port_period_ps;
    const std::uint64_t data_ps = (ends.commands[i] + ends.data_clocks) * tck_ps();
    if (data_ps > beats_before_ps)
      transfer.first_beat_ps = std::max(transfer.first_beat_ps, data_ps - beats_before_ps);
  }
  transfer.unended -= ends.count;
  if (transfer.unended == 0) answer_in_order(transfer.port, last);
}

/// What can be answered with the command of clock `clock`.
void DdrSubsystem::answer_in_order(int port, DdrClock clock) {
  GrowingRing<std::size_t>& order = order_[static_cast<std::size_t>(port)];
  for (; !order.empty() && transfers_[order.front()].unended == 0; order.pop()) {
    const std::size_t transfer = order.front();
    answer(transfer, std::max(transfers_[transfer].first_beat_ps, clock * tck_ps()));
  }
}

std::size_t DdrSubsystem::new_transfer(const Transfer& transfer) {
  if (free_.empty()) {
    transfers_.push_back(transfer);
    return transfers_.size() - 1;
  }
  const std::size_t index = free_.back();
  free_.pop_back();
  transfers_[index] = transfer;
  return index;
}

void DdrSubsystem::answer(std::size_t transfer, std::uint64_t time_ps) {
  const std::size_t tag = transfers_[transfer].tag;
  free_.push_back(transfer);
  answered_(tag, time_ps);
}

void DdrSubsystem::clear_statistics(std::uint64_t time_ps) {
  run_until(time_ps);
  controller_.clear_statistics(now_);
  ports_ = {};
}

}  // namespace drnn
