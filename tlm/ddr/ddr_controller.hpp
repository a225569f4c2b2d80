#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "model/blocks/ring.hpp"
#include "model/stats/ddr_statistics.hpp"
#include "tlm/ddr/ddr_address.hpp"
#include "tlm/ddr/ddr_device.hpp"
#include "tlm/ddr/ddr_queues.hpp"
#include "tlm/ddr/ddr_rank.hpp"

namespace drnn {

struct DdrConfig {
  DdrDevice device = ddr_device("ddr3-1066-4gb-x16");
  DdrMapping mapping = DdrMapping::row_bank_column;
  bool open_page = true;
  int transaction_queue = 32;  ///< bursts, of reads and of writes each
  int bank_queue = 8;          ///< bursts of each bank
  /// Reads and writes of an open row after which it is closed for an older burst of its bank, as
  /// soon as it may be.
  int row_hit_limit = 4;
  /// Clocks that the first burst of a bank's queue waits for others that hit.
  int age_limit = 512;
};

/// Bursts of one direction that lie one behind the other in a row, and enter the controller one
/// every `interval` clocks.
struct DdrRun {
  std::uint64_t address = 0;  ///< of the first; those that follow are burst_bytes apart
  bool write = false;
  std::uint64_t tag = 0;  ///< of the first; those that follow are burst_bytes apart
  std::size_t count = 0;  ///< at least one
  DdrClock first = 0;     ///< in which the first enters
  DdrClock interval = 0;

  DdrClock arrival(std::size_t index) const { return first + index * interval; }
  DdrClock last() const { return arrival(count - 1); }
};

/// Bursts whose ends are known: those of a run that went one after another, or a single one.
struct DdrEnds {
  std::uint64_t tag = 0;  ///< of the first; those that follow are burst_bytes apart
  bool write = false;
  const DdrClock* commands = nullptr;  ///< their clocks; of a read that a queued write answers, its
                                       ///< arrival
  std::size_t count = 0;
  DdrClock data_clocks = 0;  ///< from these to the clocks after the last data beats
};

/// DDR3 memory controller of one rank: FR-FCFS, write queue, refresh.
///
/// Contract, in DDR clocks. A burst enters the read or the write queue (`transaction_queue` each)
/// in the clock of enqueue(). In every clock, in this order:
/// - One command goes to the DRAM. If a refresh is due (every tREFI): open rows are precharged and
///   the refresh is given, and no other command, as soon as the constraints allow. Otherwise each
///   bank with queued bursts offers one: an activate for its first burst if its row is closed;
///   a precharge for its first burst if no burst hits the open row; else the read or write of the
///   first that hits. If `row_hit_limit` reads and writes have hit and the first burst does not, it
///   offers the precharge as soon as that may go, and the read or write until then. If the first
///   burst has been in the queue for `age_limit` clocks, its bank offers what that needs, alone.
///   First ready, first come: of the offers whose time has come, reads and writes win over
///   activates and precharges; of these that for the burst that arrived first, of reads and writes
///   that of the bank which follows next on the one that had the last, so that banks take turns.
///   With closed page a read or write also closes the row (auto-precharge) if no other burst in the
///   bank's queue hits it.
/// - One burst moves from the read or the write queue to the end of its bank's (`bank_queue`), the
///   oldest that finds room. Reads move, unless the write queue is full, or the banks' queues are
///   empty and either no read is queued or more than a quarter of the write queue is in use: then
///   as many writes move as are queued at that moment. After these, the reads that are queued by
///   then move before writes do again.
/// A burst that moves in clock t can have a command in t+1 at the earliest. A read to an address
/// with a queued write is answered from the write queue in the next clock. A write to an address
/// with a queued read waits for it; if none can move and one of them waits so, reads move again.
///
/// A read ends with its last data beat, CL + 4 clocks after its command, a write CWL + 4 after.
/// Nothing is computed while nothing is queued: refreshes of such times are booked afterwards.
class DdrController {
 public:
  /// Called with each burst once, when its end is known, in the order of the commands.
  using Ended = std::function<void(const DdrEnds&)>;

  DdrController(const DdrConfig& config, Ended ended);

  bool room(bool write) const {
    if (write) return !writes_.full();
    return !reads_.full() && (streak_writes_ || in_streak_ < longest_streak(false));
  }
  /// Takes a burst in clock `now`, up to which run_until() must have come, but no further; an idle
  /// controller catches up by itself. There must be room, and the address must lie in the device.
  void enqueue(std::uint64_t address, bool write, std::uint64_t tag, DdrClock now);
  /// Likewise, as the last burst of clock `now`, which is executed.
  void enqueue_and_run(std::uint64_t address, bool write, std::uint64_t tag, DdrClock now);

  /// Whether a run can be taken at once, run_until(run.first) having been called: when nothing else
  /// enters up to its last burst, its commands follow from the constraints alone.
  bool takes(const DdrRun& run) const;
  /// False where it would take none.
  bool may_take() const { return config_.open_page && (queued() == 0 || !streak_.empty()); }
  /// Takes a run, for which takes() is true, as enqueue_and_run() would burst by burst; what comes
  /// of it before a clock is known after run_until() for that.
  void take(const DdrRun& run);

  /// Executes all clocks before `end`.
  void run_until(DdrClock end) {
    while (next_ < end) streak_.empty() ? execute(next_) : transfer_streak(end);
    catch_up(end);
  }
  /// The next clock in which something will happen if nothing enters; kNoClock if nothing is
  /// queued.
  DdrClock next_event() const { return next_; }

  std::size_t queued() const { return queued_reads_ + queued_writes_; }
  std::size_t queued_writes() const { return queued_writes_; }
  const DdrConfig& config() const { return config_; }

  /// The counts up to clock `now`.
  DdrStatistics statistics(DdrClock now) const;
  void clear_statistics(DdrClock now);

  /// `observer` sees every command to the DRAM; for tests and traces.
  void observe(DdrRank::Observer observer) { rank_.observe(std::move(observer)); }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// What a bank wants next, for the sake of which of its bursts.
  struct Wish {
    DdrCommand command = DdrCommand::activate;
    bool closing = false;     ///< a precharge for the first burst goes before, if it may
    std::uint32_t index = 0;  ///< in the bank's queue
    bool is_column() const { return command == DdrCommand::read || command == DdrCommand::write; }
  };
  struct Bank {
    DdrQueue queue;
    Wish wish;
  };

  /// The next burst on its way to its bank.
  struct Move {
    std::size_t index = 0;   ///< in its queue
    std::size_t writes = 0;  ///< that move from now on, with this one; 0: a read moves
  };

  /// Reads or writes that have gone to the DRAM, of one row.
  struct Columns {
    std::uint32_t bank = 0;
    bool write = false;
    std::uint64_t count = 0;
    std::uint64_t clocks = 0;  ///< the sum of those in which they went
    std::uint64_t fresh = 0;   ///< those that came first after the row's activate, 0 or 1
  };
  /// Writes of a streak that move to their bank's queue one a clock, by their places in the
  /// streak.
  struct Batch {
    std::size_t first = 0, last = 0;
    DdrClock begin = 0;  ///< when the first moves
  };

  bool forwarded(std::uint64_t address, std::uint64_t tag, DdrClock now);
  DdrBurst arrival(std::uint64_t address, const DdrLocation& location, bool write,
                   std::uint64_t tag, DdrClock now);
  DdrBurst& place(const DdrBurst& burst);
  void wait_to_move(const DdrBurst& burst);
  bool passes_through(const DdrBurst& burst) const;
  void execute(DdrClock now);
  void plan(DdrClock now);

  // Streaks: see ddr_streak.cpp.
  bool joins_streak(const DdrLocation& location, bool write) const;
  std::size_t longest_streak(bool write) const;
  DdrCommand streak_command(const DdrLocation& row, bool write) const;
  DdrClock streak_clock(const DdrLocation& row, bool write, DdrClock from) const;
  bool ends_before_refresh(const DdrRun& run, const DdrLocation& row, DdrClock first_command) const;
  bool goes_one_by_one(const DdrRun& run, const DdrLocation& row, DdrClock first_command) const;
  void begin_streak(const DdrLocation& row, bool write, DdrClock clock);
  void extend_streak(const DdrRun& run);
  void transfer_streak(DdrClock end);
  void open_streak_row(DdrClock now);
  void transfer_run(DdrClock end);
  std::size_t column_clocks(const DdrRun& run, DdrClock end);
  void pass_streak(std::size_t count);
  void drop_from_streak(std::size_t count);
  bool is_alone_in_bank(DdrClock now) const;
  DdrClock moved(std::size_t place, DdrClock arrival) const;
  DdrClock streak_arrival(std::size_t index) const;
  void move_reads(std::size_t count);
  void move_writes(std::size_t count);
  void go_on_with_streak(DdrClock now);
  void leave_streak(DdrClock now);
  bool are_streak() const;
  bool turn_into_streak(DdrClock now);

  // What gives a command or moves a burst returns whether the banks' offers may have changed.
  bool refresh_due(DdrClock now) const { return now >= next_refresh_; }
  bool refresh(DdrClock now);
  DdrClock refresh_clock() const;
  /// Books the refreshes before `end` of a time in which nothing was queued.
  void catch_up(DdrClock end) {
    if (queued() == 0 && next_refresh_ < end) refresh_while_idle(end);
  }
  void refresh_while_idle(DdrClock end);

  bool command(DdrClock now);
  /// Whether the offer of a bank goes before that of a lower-numbered one.
  bool precedes(std::uint32_t bank, Wish wish, std::uint32_t other_bank, Wish other) const;
  Wish offer(std::uint32_t bank, DdrClock now) const;
  Wish wish_for_first(std::uint32_t bank) const;
  DdrClock aged_clock(std::uint32_t bank) const;
  DdrClock offer_clock(std::uint32_t bank) const;
  void perform(std::uint32_t bank, Wish wish, DdrClock now);
  void transfer(std::uint32_t bank, Wish wish, DdrClock now);
  void carry(const DdrBurst& burst, bool close, DdrClock now);
  void book(const Columns& columns);
  /// From a command to the clock after its last data beat.
  DdrClock data_end_clocks(bool write) const {
    const DdrTiming& timing = config_.device.timing;
    return static_cast<DdrClock>(write ? timing.write_data_end() : timing.read_data_end());
  }
  void update_wish(std::uint32_t bank) {
    const std::uint64_t bit = std::uint64_t{1} << bank;
    if (banks_[bank].queue.empty()) {
      waiting_banks_ &= ~bit;
    } else {
      waiting_banks_ |= bit;
      find_wish(bank);
    }
  }
  void find_wish(std::uint32_t bank);
  static std::size_t hit(const DdrQueue& queue, std::uint32_t row);
  DdrClock command_clock() const;

  bool may_move() const { return !reads_.empty() || !writes_.empty(); }
  std::size_t draining() const;
  Move next_move() const;
  bool move(DdrClock now);
  bool enter_bank(DdrBurst& burst, DdrClock now);
  std::size_t movable(const DdrQueue& queue) const;
  bool reads_before(const DdrBurst& write) const;
  bool write_waits(std::uint64_t address) const;

  const DdrConfig config_;
  const DdrAddress address_;
  const Ended ended_;
  DdrRank rank_;
  DdrBurstPool bursts_;
  DdrQueue reads_, writes_;
  std::vector<Bank> banks_;
  std::uint64_t waiting_banks_ = 0;  ///< a bit a bank that has queued bursts
  PendingFilter pending_reads_, pending_writes_;
  std::size_t queued_reads_ = 0, queued_writes_ = 0;  ///< in all queues
  std::size_t in_banks_ = 0;                          ///< of both, in the banks' queues
  std::size_t draining_ = 0;                          ///< writes that move before the next read
  std::uint64_t reads_first_ = 0;                     ///< reads before this move before writes do
  std::uint64_t sequence_ = 0;

  // Streaks. Their bursts are counted in queued(), but are in no queue.
  Ring<DdrRun> streak_;        ///< what is left of its runs
  std::size_t in_streak_ = 0;  ///< bursts
  std::size_t passed_ = 0;     ///< bursts of it that are gone: the first one's place
  DdrLocation streak_row_;     ///< of all of them
  bool streak_writes_ = false;
  std::vector<DdrClock> clocks_;  ///< of the commands that are given together
  std::vector<DdrClock> room_;    ///< when a read found room in its bank's queue, a place each
  std::size_t room_place_ = 0;    ///< that of passed_, modulo their number
  Batch batch_;                   ///< of writes, the last that has begun to move

  DdrClock next_ = kNoClock;
  DdrClock command_clock_ = kNoClock;  ///< of the banks' next command
  DdrClock next_refresh_;
  std::optional<bool> bus_writes_;  ///< what the data bus carried last
  std::uint32_t last_bank_ = 0;     ///< that had the last read or write

  /// From its queue_clocks the arrival of each burst that is queued is subtracted; the clock in
  /// which it leaves is added then.
  DdrStatistics counts_;
  DdrClock counted_from_ = 0;
  DdrClock active_before_ = 0;  ///< active clocks when the counts were cleared
};

}  // namespace drnn
