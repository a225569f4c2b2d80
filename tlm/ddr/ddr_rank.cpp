#include "tlm/ddr/ddr_rank.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace drnn {

namespace {

DdrClock later(DdrClock clock, int clocks) {
  return clock + static_cast<DdrClock>(clocks);
}

}  // namespace

DdrRank::DdrRank(const DdrTiming& timing, std::uint32_t banks) : timing_(timing), banks_(banks) {}

DdrClock DdrRank::allowed_refresh() const {
  DdrClock clock = 0;
  for (const Bank& bank : banks_) clock = std::max(clock, bank.ready[DdrCommand::activate]);
  return clock;
}

void DdrRank::issue(DdrCommand command, std::uint32_t bank, std::uint32_t row, DdrClock clock,
                    bool close) {
  check(command, bank, clock);
  if (observer_) observer_({command, bank, row, clock, close});
  free_ = clock + 1;
  Bank& b = banks_[bank];
  switch (command) {
    case DdrCommand::activate:
      return activate(b, row, clock);
    case DdrCommand::precharge:
      return precharge(b, clock);
    case DdrCommand::read:
      return column(b, false, clock, close);
    case DdrCommand::write:
      return column(b, true, clock, close);
    case DdrCommand::refresh:
      return refresh(clock);
  }
}

void DdrRank::issue_refreshes(std::uint64_t count, DdrClock first, DdrClock interval) {
  if (interval < static_cast<DdrClock>(timing_.trfc))
    throw std::logic_error("DRAM refreshes " + std::to_string(interval) + " clocks apart");
  issue(DdrCommand::refresh, 0, 0, first);
  if (observer_)
    for (std::uint64_t i = 1; i < count; ++i)
      observer_({DdrCommand::refresh, 0, 0, first + i * interval, false});
  refresh(first + (count - 1) * interval);
}

void DdrRank::check(DdrCommand command, std::uint32_t bank, DdrClock clock) const {
  const bool needs_open = command != DdrCommand::activate && command != DdrCommand::refresh;
  const bool wrong_state =
      command == DdrCommand::refresh ? open_banks_ > 0 : banks_[bank].row.has_value() != needs_open;
  if (wrong_state || clock < earliest(command, bank)) refuse(command, bank, clock);
}

void DdrRank::refuse(DdrCommand command, std::uint32_t bank, DdrClock clock) const {
  const std::string what = "DRAM command " + std::to_string(static_cast<int>(command)) +
                           " to bank " + std::to_string(bank);
  if (clock >= earliest(command, bank)) throw std::logic_error(what + " in the wrong state");
  throw std::logic_error(what + " in clock " + std::to_string(clock) + ", allowed from " +
                         std::to_string(earliest(command, bank)));
}

void DdrRank::activate(Bank& bank, std::uint32_t row, DdrClock clock) {
  bank.row = row;
  bank.served = 0;
  const DdrClock column = later(clock, timing_.trcd);
  bank.ready = {{later(clock, timing_.trc), later(clock, timing_.tras), column, column}};
  window_[oldest_] = later(clock, timing_.tfaw);
  oldest_ = (oldest_ + 1) % window_.size();
  ready_[DdrCommand::activate] = std::max(later(clock, timing_.trrd), window_[oldest_]);
  if (open_banks_++ == 0) active_since_ = std::max(clock, active_until_);
}

void DdrRank::precharge(Bank& bank, DdrClock clock) {
  bank.row.reset();
  DdrClock& activate = bank.ready[DdrCommand::activate];
  activate = std::max(activate, later(clock, timing_.trp));
  closed(clock);
}

void DdrRank::column(Bank& bank, bool write, DdrClock clock, bool close) {
  ++bank.served;
  ready_[DdrCommand::read] = later(clock, write ? timing_.write_to_read() : timing_.tccd);
  ready_[DdrCommand::write] = later(clock, write ? timing_.tccd : timing_.read_to_write());
  DdrClock& ready = bank.ready[DdrCommand::precharge];
  ready = std::max(ready, later(clock, write ? timing_.write_to_precharge() : timing_.trtp));
  if (close) precharge(bank, ready);
}

void DdrRank::refresh(DdrClock clock) {
  for (Bank& bank : banks_) bank.ready[DdrCommand::activate] = later(clock, timing_.trfc);
}

void DdrRank::closed(DdrClock clock) {
  precharged_at_ = std::max(precharged_at_, clock);
  if (--open_banks_ > 0) return;
  active_until_ = precharged_at_;
  active_clocks_ += active_until_ - active_since_;
}

DdrClock DdrRank::active_clocks(DdrClock now) const {
  const DdrClock open = open_banks_ > 0 && now > active_since_ ? now - active_since_ : 0;
  const DdrClock to_come = active_until_ > now ? active_until_ - now : 0;
  return active_clocks_ + open - to_come;
}

}  // namespace drnn
