#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "tlm/ddr/ddr_timing.hpp"

namespace drnn {

enum class DdrCommand : std::uint8_t { activate, precharge, read, write, refresh };

/// A command as it goes over the bus.
struct DdrIssued {
  DdrCommand command;
  std::uint32_t bank;  ///< 0 for refresh, which concerns all
  std::uint32_t row;   ///< of the row that is opened or used; 0 otherwise
  DdrClock clock;
  bool close;  ///< a read or write with auto-precharge
};

/// The DRAM side of the bus: which rows are open, and from which clock on each command is allowed.
/// A command before its clock, or in the wrong state, is a fault of the controller and throws
/// std::logic_error; so every run checks the controller against every constraint.
class DdrRank {
 public:
  DdrRank(const DdrTiming& timing, std::uint32_t banks);

  /// First clock in which `command` may be given to `bank` as far as time is concerned, one
  /// command a clock; the state (row open or not) is the caller's business. Refresh concerns all
  /// banks.
  DdrClock earliest(DdrCommand command, std::uint32_t bank) const {
    if (command == DdrCommand::refresh) return std::max(free_, allowed_refresh());
    return std::max({free_, ready_[command], banks_[bank].ready[command]});
  }

  /// Gives a command. `row` matters to activate only. `close` precharges after a read or write as
  /// soon as that is allowed (auto-precharge).
  void issue(DdrCommand command, std::uint32_t bank, std::uint32_t row, DdrClock clock,
             bool close = false) {
    if (!in_state(command, bank) || clock < earliest(command, bank)) refuse(command, bank, clock);
    if (observer_) observer_({command, bank, row, clock, close});
    free_ = clock + 1;
    if (command == DdrCommand::read || command == DdrCommand::write) {
      column(banks_[bank], command == DdrCommand::write, clock, close);
    } else {
      give(command, banks_[bank], row, clock);
    }
  }
  /// Gives reads or writes of a bank's open row, one or more in rising clocks; as issue().
  void issue_columns(DdrCommand command, std::uint32_t bank, const DdrClock* clocks,
                     std::size_t count) {
    if (observer_ || !apart(clocks, count)) {
      for (std::size_t i = 0; i < count; ++i) issue(command, bank, *banks_[bank].row, clocks[i]);
      return;
    }
    if (!in_state(command, bank) || clocks[0] < earliest(command, bank))
      refuse(command, bank, clocks[0]);
    free_ = clocks[count - 1] + 1;
    banks_[bank].served += static_cast<int>(count) - 1;
    column(banks_[bank], command == DdrCommand::write, clocks[count - 1], false);
  }
  /// Gives `count` refreshes, at least one, the first in clock `first` and the others `interval`
  /// clocks apart, which must not be less than tRFC. Takes no longer for more of them.
  void issue_refreshes(std::uint64_t count, DdrClock first, DdrClock interval);

  /// `observer` sees every command; for tests and traces.
  using Observer = std::function<void(const DdrIssued&)>;
  void observe(Observer observer) { observer_ = std::move(observer); }

  std::optional<std::uint32_t> open_row(std::uint32_t bank) const { return banks_[bank].row; }
  /// Reads and writes that the open row has served.
  int columns_served(std::uint32_t bank) const { return banks_[bank].served; }
  int open_banks() const { return open_banks_; }

  /// Clocks before `now` in which at least one row was open; `now` is past the last command.
  DdrClock active_clocks(DdrClock now) const;

 private:
  /// The earliest clock of each command but refresh.
  struct Ready {
    DdrClock& operator[](DdrCommand c) { return clocks[static_cast<std::size_t>(c)]; }
    DdrClock operator[](DdrCommand c) const { return clocks[static_cast<std::size_t>(c)]; }
    std::array<DdrClock, 4> clocks{};
  };
  struct Bank {
    std::optional<std::uint32_t> row;
    int served = 0;
    Ready ready{};  ///< from this bank's own past
  };

  static DdrClock later(DdrClock clock, int clocks) {
    return clock + static_cast<DdrClock>(clocks);
  }

  /// Rows are open and closed as `command` needs it.
  bool in_state(DdrCommand command, std::uint32_t bank) const {
    if (command == DdrCommand::refresh) return open_banks_ == 0;
    return banks_[bank].row.has_value() == (command != DdrCommand::activate);
  }
  [[noreturn]] void refuse(DdrCommand command, std::uint32_t bank, DdrClock clock) const;
  /// By tCCD, as of one kind to one bank.
  bool apart(const DdrClock* clocks, std::size_t count) const {
    bool far = true;
    for (std::size_t i = 1; i < count; ++i)
      far &= clocks[i] >= clocks[i - 1] + static_cast<DdrClock>(timing_.tccd);
    return far;
  }
  void give(DdrCommand command, Bank& bank, std::uint32_t row, DdrClock clock);
  void activate(Bank& bank, std::uint32_t row, DdrClock clock);
  void precharge(Bank& bank, DdrClock clock);
  void column(Bank& bank, bool write, DdrClock clock, bool close) {
    ++bank.served;
    ready_[DdrCommand::read] = later(clock, write ? timing_.write_to_read() : timing_.tccd);
    ready_[DdrCommand::write] = later(clock, write ? timing_.tccd : timing_.read_to_write());
    DdrClock& ready = bank.ready[DdrCommand::precharge];
    ready = std::max(ready, later(clock, write ? timing_.write_to_precharge() : timing_.trtp));
    if (close) precharge(bank, ready);
  }
  void refresh(DdrClock clock);
  DdrClock allowed_refresh() const;
  void closed(DdrClock clock);

  const DdrTiming timing_;
  std::vector<Bank> banks_;
  std::array<DdrClock, 4> window_{};  ///< a clock in which each of the last four activates has aged
  std::size_t oldest_ = 0;            ///< of the window
  Ready ready_{};                     ///< from all banks' past
  DdrClock free_ = 0;                 ///< the command bus
  int open_banks_ = 0;
  DdrClock active_since_ = 0;   ///< begin of the stretch with an open row
  DdrClock active_until_ = 0;   ///< end of the one before; an auto-precharge lies in the future
  DdrClock precharged_at_ = 0;  ///< the latest precharge
  DdrClock active_clocks_ = 0;  ///< of the stretches that are over, up to active_until_
  Observer observer_;
};

}  // namespace drnn
