#pragma once

#include <string_view>
#include <vector>

#include "model/stats/run_statistics.hpp"

namespace drnn {

/// What one access or operation costs, with where the figure comes from.
struct EnergyTable {
  struct Entry {
    std::string_view name;
    double value;
    std::string_view unit;
    std::string_view tag;  ///< published, derived or unconfirmed
    std::string_view source;
  };
  std::string_view name;
  Entry mac;              ///< one multiply-accumulate
  Entry memory_bit;       ///< one bit read from or written to an on-chip memory
  Entry activation_unit;  ///< one unit through the activation pipeline
  Entry ddr_read_bit;
  Entry ddr_write_bit;
  Entry static_power;  ///< drawn the whole time

  std::vector<const Entry*> entries() const;
};

/// The only table so far. No sourced figure exists for a 7-series block RAM access or a DSP48
/// operation, so what comes out is a power proxy: good for comparing configurations, not for
/// predicting a board.
const EnergyTable& proxy_energy_table();

/// Energy in joules, by component.
struct Energy {
  struct Component {
    std::string_view name;
    double joules;
  };
  std::vector<Component> components;
  double total_j = 0;
};

/// What the counts alone do not tell.
struct OnChipMemories {
  /// Every PE holds one row, whose sum stays in the multiplier's register: its accesses are part of
  /// the mac entry.
  bool accumulators_in_registers = false;
  /// Accesses to on-chip memory that a weight taken by a PE stands for: 1 from weight banks, 2
  /// through a buffer on its way from the DRAM, 0 straight from there.
  int accesses_a_weight = 1;
};

/// time_s: duration of the run, for the static part.
Energy energy_of(const RunStatistics& run, double time_s, const OnChipMemories& memories,
                 const EnergyTable& table);

}  // namespace drnn
