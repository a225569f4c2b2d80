#include "tests/ddr/command_checker.hpp"

#include <algorithm>
#include <optional>

namespace drnn::test {

namespace {

const char* name_of(DdrCommand command) {
  switch (command) {
    case DdrCommand::activate:
      return "activate";
    case DdrCommand::precharge:
      return "precharge";
    case DdrCommand::read:
      return "read";
    case DdrCommand::write:
      return "write";
    case DdrCommand::refresh:
      return "refresh";
  }
  return "";
}

/// What the banks hold, and what the data bus carried last.
class Watcher {
 public:
  explicit Watcher(const DdrDevice& device) : rules_(device.name), rows_(device.banks) {}

  std::string fault_of(const DdrIssued& c) {
    if (c.bank >= rows_.size()) return "no such bank";
    const std::string state = c.command == DdrCommand::refresh ? refresh(c) : command(c);
    if (!state.empty()) return state;
    return is_column(c) ? data(c) : "";
  }

 private:
  std::string refresh(const DdrIssued& c) {
    if (std::any_of(rows_.begin(), rows_.end(), [](const auto& row) { return row.has_value(); }))
      return "a row is open";
    ++refreshes_;
    if (c.clock < refreshes_ * rules_.refresh_interval()) return "too early";
    if (c.clock >= (refreshes_ + 1) * rules_.refresh_interval()) return "an interval late";
    return "";
  }

  std::string command(const DdrIssued& c) {
    auto& row = rows_[c.bank];
    if (c.command == DdrCommand::activate) {
      if (row) return "the row before is open";
      row = c.row;
      return "";
    }
    if (!row) return "no row is open";
    if (is_column(c) && *row != c.row) return "another row is open";
    if (c.command == DdrCommand::precharge || c.close) row.reset();
    return "";
  }

  std::string data(const DdrIssued& c) {
    const bool write = c.command == DdrCommand::write;
    const DdrClock begin = c.clock + rules_.data_begin(write);
    const DdrClock gap = write && !wrote_ && data_end_ > 0 ? 2 : 0;
    if (begin < data_end_ + gap) return "the data bus is in use";
    data_end_ = begin + JedecRules::kBurst;
    wrote_ = write;
    return "";
  }

  const JedecRules rules_;
  std::vector<std::optional<std::uint32_t>> rows_;
  DdrClock refreshes_ = 0;
  DdrClock data_end_ = 0;
  bool wrote_ = false;
};

}  // namespace

std::string to_text(const DdrIssued& c) {
  return std::string(name_of(c.command)) + (c.close ? " and close" : "") + " bank " +
         std::to_string(c.bank) + " row " + std::to_string(c.row) + " in clock " +
         std::to_string(c.clock);
}

std::string first_fault(const std::vector<DdrIssued>& commands, const DdrDevice& device) {
  const JedecRules rules(device.name);
  Watcher watcher(device);
  std::vector<DdrIssued> history;
  for (const DdrIssued& c : commands) {
    const DdrClock earliest = rules.earliest(history, c);
    if (c.clock < earliest) return to_text(c) + ": allowed from " + std::to_string(earliest);
    const std::string fault = watcher.fault_of(c);
    if (!fault.empty()) return to_text(c) + ": " + fault;
    history.push_back(c);
  }
  return "";
}

DdrClock active_clocks(const std::vector<DdrIssued>& commands, const DdrDevice& device,
                       DdrClock end) {
  const JedecRules rules(device.name);
  std::vector<bool> active(end, false);
  std::vector<std::optional<DdrIssued>> open(device.banks);
  const auto book = [&](std::uint32_t bank, DdrClock until) {
    for (DdrClock clock = open[bank]->clock; clock < std::min(until, end); ++clock)
      active[clock] = true;
    open[bank].reset();
  };
  for (const DdrIssued& c : commands) {
    if (c.command == DdrCommand::activate) open[c.bank] = c;
    if (c.command == DdrCommand::precharge) book(c.bank, c.clock);
    if (c.close) book(c.bank, rules.auto_precharge(*open[c.bank], c));
  }
  for (std::uint32_t bank = 0; bank < device.banks; ++bank)
    if (open[bank]) book(bank, end);
  return static_cast<DdrClock>(std::count(active.begin(), active.end(), true));
}

}  // namespace drnn::test
