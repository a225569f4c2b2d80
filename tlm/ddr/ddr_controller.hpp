#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "tlm/ddr/ddr_address.hpp"
#include "tlm/ddr/ddr_device.hpp"
#include "tlm/ddr/ddr_queues.hpp"
#include "tlm/ddr/ddr_rank.hpp"
#include "tlm/ddr/ddr_statistics.hpp"

namespace drnn {

struct DdrConfig {
  DdrDevice device = ddr_device("ddr3-1066-4gb-x16");
  DdrMapping mapping = DdrMapping::row_bank_column;
  bool open_page = true;
  int transaction_queue = 32;  ///< bursts, of reads and of writes each
  int bank_queue = 8;          ///< bursts of each bank
  /// Reads and writes of an open row while an older burst of that bank wants another.
  int row_hit_limit = 16;
};

/// DDR3 memory controller of one rank: FR-FCFS, write queue, refresh.
///
/// Contract, in DDR clocks. A burst enters the read or the write queue (`transaction_queue` each)
/// in the clock of enqueue(). In every clock, in this order:
/// - One command goes to the DRAM. If a refresh is due (every tREFI): open rows are precharged and
///   the refresh is given, and no other command, as soon as the constraints allow. Otherwise first
///   ready, first come: of the reads and writes whose row is open and whose time has come, the
///   oldest; otherwise, of the activates and precharges whose time has come, that of the oldest
///   burst. A row stays open (open page) until the oldest burst of its bank wants another row and
///   either no queued burst of the bank hits the open one or `row_hit_limit` have; with closed page
///   a read or write also closes the row (auto-precharge) if no other queued burst of the bank hits
///   it.
/// - One burst moves from the read or the write queue to the queue of its bank (`bank_queue`), the
///   oldest that finds room. Reads move until the write queue is full, or holds more than
///   a quarter while nothing else is queued, or nothing else is to do at all; then as many writes
///   move as were queued at that moment.
/// A burst that moves in clock t can have a command in t+1 at the earliest. A read to an address
/// with a queued write is answered from the write queue in the next clock. A write to an address
/// with a queued read waits for it.
///
/// A read ends with its last data beat, CL + 4 clocks after its command, a write CWL + 4 after.
/// Nothing is computed while nothing is queued: refreshes of such times are booked afterwards.
class DdrController {
 public:
  /// Called once a burst, when its end is known: tag, clock after the last data beat.
  using Ended = std::function<void(std::uint64_t tag, bool write, DdrClock end)>;

  DdrController(const DdrConfig& config, Ended ended);

  bool room(bool write) const { return !(write ? writes_ : reads_).full(); }
  /// Takes a burst in clock `now`, which no run_until() has passed. There must be room, and the
  /// address must lie in the device.
  void enqueue(std::uint64_t address, bool write, std::uint64_t tag, DdrClock now);

  /// Executes all clocks before `end`.
  void run_until(DdrClock end);
  /// The next clock in which something will happen if nothing enters; kNoClock if nothing is
  /// queued.
  DdrClock next_event() const { return next_; }

  /// Within a call of Ended: the clock that is being executed.
  DdrClock executing() const { return executing_; }

  std::size_t queued() const { return queued_reads_ + queued_writes_; }
  const DdrConfig& config() const { return config_; }

  /// The counts up to clock `now`.
  DdrStatistics statistics(DdrClock now) const;
  void clear_statistics(DdrClock now);

 private:
  /// What a bank wants next, for the sake of which of its bursts.
  struct Wish {
    DdrCommand command = DdrCommand::activate;
    std::size_t index = 0;  ///< in the bank's queue
    std::uint64_t sequence = 0;
    bool is_column() const { return command == DdrCommand::read || command == DdrCommand::write; }
  };
  struct Bank {
    DdrQueue queue;
    Wish wish;
  };

  void execute(DdrClock now);
  void plan(DdrClock now);

  bool refresh_due(DdrClock now) const { return now >= next_refresh_; }
  void refresh(DdrClock now);
  DdrClock refresh_clock() const;
  void refresh_while_idle(DdrClock end);

  void command(DdrClock now);
  bool precedes(const Wish& a, const Wish& b) const;
  void perform(std::uint32_t bank, DdrClock now);
  void transfer(std::uint32_t bank, DdrClock now);
  void update_wish(std::uint32_t bank);
  static std::size_t hit(const DdrQueue& queue, std::uint32_t row);
  DdrClock command_clock() const;

  void choose_direction();
  bool move();
  bool can_move();
  std::size_t movable() const;
  bool reads_before(const DdrBurst& write) const;
  bool write_waits(std::uint64_t address) const;

  void book_occupancy(DdrClock now);

  const DdrConfig config_;
  const DdrAddress address_;
  const Ended ended_;
  DdrRank rank_;
  DdrQueue reads_, writes_;
  std::vector<Bank> banks_;
  PendingFilter pending_reads_, pending_writes_;
  std::size_t queued_reads_ = 0, queued_writes_ = 0;  ///< in all queues
  std::size_t in_banks_ = 0;                          ///< of both, in the banks' queues
  std::size_t draining_ = 0;                          ///< writes that move before the next read
  std::uint64_t sequence_ = 0;
  DdrClock next_ = kNoClock;
  DdrClock executing_ = 0;
  DdrClock next_refresh_;
  bool bus_writes_ = false;

  DdrStatistics counts_;
  DdrClock counted_from_ = 0;
  DdrClock active_before_ = 0;  ///< active clocks when the counts were cleared
  DdrClock occupancy_clock_ = 0;
};

}  // namespace drnn
