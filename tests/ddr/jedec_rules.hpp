#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tlm/ddr/ddr_device.hpp"
#include "tlm/ddr/ddr_rank.hpp"

namespace drnn::test {

/// JESD79-3 in its own units, written down a second time and apart from the model: what must lie
/// between two commands of one rank. Pairwise, without a memory of what happened in between.
class JedecRules {
 public:
  /// Of a device's name alone: ddr3-SPEED-DENSITY-x16.
  explicit JedecRules(const std::string& device_name);

  /// Clocks from `before` to `after` at least, if they follow one another at any distance.
  DdrClock distance(const DdrIssued& before, const DdrIssued& after) const;
  /// First clock in which `next` may follow all of `history`, whose last 256 commands are looked
  /// at; its own clock is not.
  DdrClock earliest(const std::vector<DdrIssued>& history, const DdrIssued& next) const;
  /// Clock in which a read or write with auto-precharge closes the row that `activate` opened.
  DdrClock auto_precharge(const DdrIssued& activate, const DdrIssued& column) const;

  DdrClock refresh_interval() const { return 7800000 / tck_ps; }
  DdrClock data_begin(bool write) const { return write ? write_latency : read_latency; }

  static constexpr DdrClock kBurst = 4;

 private:
  DdrClock clocks(std::uint64_t ps) const { return (ps + tck_ps - 1) / tck_ps; }
  DdrClock clocks(std::uint64_t ps, DdrClock least) const;
  DdrClock same_bank(const DdrIssued& before, const DdrIssued& after) const;
  DdrClock any_bank(const DdrIssued& before, const DdrIssued& after) const;
  DdrClock until_precharge(bool write) const;

  std::uint64_t tck_ps = 0;
  DdrClock read_latency = 0, write_latency = 0;
  std::uint64_t activate_to_column_ps = 0, precharge_ps = 0, row_open_ps = 0, row_cycle_ps = 0;
  std::uint64_t activate_to_activate_ps = 0, four_activates_ps = 0, refresh_ps = 0;
};

/// Reads or writes.
inline bool is_column(const DdrIssued& c) {
  return c.command == DdrCommand::read || c.command == DdrCommand::write;
}

}  // namespace drnn::test
