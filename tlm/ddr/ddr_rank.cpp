#include "tlm/ddr/ddr_rank.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace drnn {

DdrRank::DdrRank(const DdrTiming& timing, std::uint32_t banks) : timing_(timing), banks_(banks) {}

DdrClock DdrRank::allowed_refresh() const {
  DdrClock clock = 0;
  for (const Bank& bank : banks_) clock = std::max(clock, bank.ready[DdrCommand::activate]);
  return clock;
}

/// A command that moves no data.
void DdrRank::give(DdrCommand command, Bank& bank, std::uint32_t row, DdrClock clock) {
  if (command == DdrCommand::activate) return activate(bank, row, clock);
  if (command == DdrCommand::precharge) return precharge(bank, clock);
  refresh(clock);
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
