#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "model/blocks/ring.hpp"
#include "tlm/ddr/ddr_controller.hpp"
#include "tlm/ddr/port_arbiter.hpp"

namespace drnn {

/// Port arbiter and controller: AXI bursts in, the times of their answers out. Times are in ps
/// since the reset; clock n of the DDR begins at n * tCK.
///
/// Contract. A burst that arrives at time t is seen from the first clock that begins at t or later.
/// It is cut into the BL8 bursts that it touches; the arbiter gives them to the controller one
/// after another. A write is answered when its last BL8 burst is in the controller's queue. A read
/// is answered when its first beat may leave for the port: such that all beats can follow one a
/// port cycle, and not before the command of its last BL8 burst. The answers of a port come in the
/// order of its bursts.
class DdrSubsystem {
 public:
  struct Config {
    DdrConfig controller;
    ArbiterConfig arbiter;
    std::uint64_t port_period_ps = 8000;
    std::uint32_t port_bytes = 8;  ///< a power of two
  };
  struct PortStatistics {
    std::uint64_t bursts = 0;
    std::uint64_t bytes = 0;  ///< asked for
  };

  /// Called once a burst: the tag of submit() and the answer's time.
  using Answered = std::function<void(std::size_t tag, std::uint64_t time_ps)>;

  DdrSubsystem(const Config& config, Answered answered);
  DdrSubsystem(const DdrSubsystem&) = delete;
  DdrSubsystem& operator=(const DdrSubsystem&) = delete;

  /// A burst of at most 4 KB arrives. All run_until() so far must have been for times up to
  /// `time_ps`. Bursts of one time are taken in the order of their ports.
  void submit(int port, std::uint64_t address, std::uint64_t bytes, std::size_t tag,
              std::uint64_t time_ps);

  /// Executes all clocks that begin before `time_ps`.
  void run_until(std::uint64_t time_ps) { run_until_clock(clock_from(time_ps)); }
  /// Nothing is under way or on the data bus at that time, up to which all was executed.
  bool idle(std::uint64_t time_ps) const {
    return next_clock() == kNoClock && data_end_ <= clock_from(time_ps);
  }

  /// When the next clock begins in which something will happen; kNoClock if nothing is under way.
  std::uint64_t next_event_ps() const;
  /// No answer comes before that unless a write is submitted; kNoClock if nothing is under way.
  std::uint64_t earliest_answer_ps() const;

  DdrStatistics statistics() const { return controller_.statistics(now_); }
  const std::array<PortStatistics, DdrPort::kCount>& ports() const { return ports_; }
  void clear_statistics(std::uint64_t time_ps);

 private:
  struct Arrival {
    DdrClock clock;
    int port;
    std::uint64_t address, bytes;
    std::size_t transfer;
  };
  struct Transfer {
    std::size_t tag = 0;
    std::uint64_t address = 0;
    std::size_t unended = 0;  ///< BL8 bursts
    std::uint64_t first_beat_ps = 0;
    int port = 0;
  };

  std::uint64_t tck_ps() const { return config_.controller.device.tck_ps; }
  DdrClock clock_from(std::uint64_t time_ps) const { return (time_ps + tck_ps() - 1) / tck_ps(); }
  void run_until_clock(DdrClock end);
  DdrClock next_clock() const;
  DdrClock next_arrival() const { return arrivals_.empty() ? kNoClock : arrivals_.back().clock; }
  DdrClock next_entry(DdrClock end) const;
  bool writes_about() const;
  DdrClock after_bursts(DdrClock first, std::uint64_t count) const;
  void execute(DdrClock clock, DdrClock end);
  void admit_arrivals(DdrClock clock);
  void enter(DdrClock clock, DdrClock end);
  void bursts_ended(const DdrEnds& ends);
  std::size_t new_transfer(const Transfer& transfer);
  void answer_in_order(int port, DdrClock clock);
  void answer(std::size_t transfer, std::uint64_t time_ps);

  const Config config_;
  const Answered answered_;
  const DdrAddress address_;
  const int beat_bits_;  ///< of an address, within a beat of the port
  PortArbiter arbiter_;
  DdrController controller_;
  std::vector<Arrival> arrivals_;  ///< the earliest last
  std::vector<Transfer> transfers_;
  std::vector<std::size_t> free_;
  std::array<GrowingRing<std::size_t>, DdrPort::kCount> order_;  ///< reads under way
  std::array<PortStatistics, DdrPort::kCount> ports_{};
  DdrClock now_ = 0;       ///< the first clock that has not been executed
  DdrClock data_end_ = 0;  ///< of all bursts so far
};

}  // namespace drnn
