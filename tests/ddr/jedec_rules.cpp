#include "tests/ddr/jedec_rules.hpp"

#include <algorithm>
#include <stdexcept>

namespace drnn::test {

namespace {

constexpr std::size_t kReach = 256;  ///< commands: more than the longest rule has clocks

}  // namespace

JedecRules::JedecRules(const std::string& name) {
  const auto contains = [&](const char* part) { return name.find(part) != std::string::npos; };
  if (contains("-800-")) {  // DDR3-800E, 2 KB page
    tck_ps = 2500, read_latency = 6, write_latency = 5;
    activate_to_column_ps = precharge_ps = 15000;
    row_open_ps = 37500, row_cycle_ps = 52500;
    activate_to_activate_ps = 10000, four_activates_ps = 50000;
  } else if (contains("-1066-")) {  // DDR3-1066F
    tck_ps = 1875, read_latency = 7, write_latency = 6;
    activate_to_column_ps = precharge_ps = 13125;
    row_open_ps = 37500, row_cycle_ps = 50625;
    activate_to_activate_ps = 10000, four_activates_ps = 50000;
  } else if (contains("-1333-")) {  // DDR3-1333H
    tck_ps = 1500, read_latency = 9, write_latency = 7;
    activate_to_column_ps = precharge_ps = 13500;
    row_open_ps = 36000, row_cycle_ps = 49500;
    activate_to_activate_ps = 7500, four_activates_ps = 45000;
  } else {
    throw std::invalid_argument(name);
  }
  refresh_ps = contains("-1gb-") ? 110000 : contains("-2gb-") ? 160000 : 260000;
}

DdrClock JedecRules::clocks(std::uint64_t ps, DdrClock least) const {
  return std::max(clocks(ps), least);
}

DdrClock JedecRules::until_precharge(bool write) const {
  return write ? write_latency + kBurst + clocks(15000) : clocks(7500, 4);
}

DdrClock JedecRules::distance(const DdrIssued& before, const DdrIssued& after) const {
  const bool together = before.command == DdrCommand::refresh ||
                        after.command == DdrCommand::refresh || before.bank == after.bank;
  return std::max(any_bank(before, after), together ? same_bank(before, after) : 0);
}

DdrClock JedecRules::any_bank(const DdrIssued& before, const DdrIssued& after) const {
  if (before.command == DdrCommand::activate && after.command == DdrCommand::activate)
    return clocks(activate_to_activate_ps, 4);
  if (!is_column(before) || !is_column(after)) return 1;
  if (before.command == after.command) return 4;
  if (before.command == DdrCommand::read) return read_latency + 4 + 2 - write_latency;
  return write_latency + kBurst + clocks(7500, 4);
}

DdrClock JedecRules::same_bank(const DdrIssued& before, const DdrIssued& after) const {
  const bool column = is_column(after), precharge = after.command == DdrCommand::precharge;
  switch (before.command) {
    case DdrCommand::activate:
      return clocks(column ? activate_to_column_ps : precharge ? row_open_ps : row_cycle_ps);
    case DdrCommand::precharge:
      return clocks(precharge_ps);
    case DdrCommand::refresh:
      return clocks(refresh_ps);
    case DdrCommand::read:
    case DdrCommand::write:
      if (column) return 4;
      return until_precharge(before.command == DdrCommand::write) +
             (precharge ? 0 : clocks(precharge_ps));
  }
  return 1;
}

DdrClock JedecRules::earliest(const std::vector<DdrIssued>& history, const DdrIssued& next) const {
  DdrClock clock = 0;
  int activates = 0;
  const std::size_t reach = std::min(history.size(), kReach);
  for (std::size_t back = 1; back <= reach; ++back) {
    const DdrIssued& before = history[history.size() - back];
    clock = std::max(clock, before.clock + distance(before, next));
    if (before.command == DdrCommand::activate && next.command == DdrCommand::activate &&
        ++activates == 4)
      clock = std::max(clock, before.clock + clocks(four_activates_ps));
  }
  return clock;
}

DdrClock JedecRules::auto_precharge(const DdrIssued& activate, const DdrIssued& column) const {
  return std::max(activate.clock + clocks(row_open_ps),
                  column.clock + until_precharge(column.command == DdrCommand::write));
}

}  // namespace drnn::test
