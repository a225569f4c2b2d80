#include "model/stats/energy.hpp"

namespace drnn {

std::vector<const EnergyTable::Entry*> EnergyTable::entries() const {
  return {&mac, &memory_bit, &activation_unit, &ddr_read_bit, &ddr_write_bit, &static_power};
}

const EnergyTable& proxy_energy_table() {
  static const EnergyTable table{
      "proxy-45nm",
      {"mac", 1.1, "pJ", "unconfirmed",
       "16-bit multiply 1.0 (others' estimate) and 32-bit add 0.1 (Horowitz, ISSCC 2014, 45 nm)"},
      {"memory_bit", 10.0 / 64.0, "pJ", "unconfirmed",
       "64-bit access to 8 KB of SRAM, 10 pJ (Horowitz, ISSCC 2014), taken for every block RAM"},
      {"activation_unit", 6.0, "pJ", "unconfirmed",
       "three 16-bit products, six adds and three small look-ups, from the same figures"},
      {"ddr_read_bit", 8.4, "pJ", "derived", "DDR3-1066 IDD currents, 1 Gb x16, core only"},
      {"ddr_write_bit", 9.7, "pJ", "derived", "DDR3-1066 IDD currents, 1 Gb x16, core only"},
      {"static_power", 1.57 + 0.22, "W", "derived",
       "1.57 W of the PS7 and 0.22 W static: Vivado report of a small XC7Z045 design"},
  };
  return table;
}

Energy energy_of(const RunStatistics& run, double time_s, const OnChipMemories& memories,
                 const EnergyTable& table) {
  constexpr double kJoulesPerPicojoule = 1e-12;
  const auto pj = [](double count, const EnergyTable::Entry& entry) {
    return count * entry.value * kJoulesPerPicojoule;
  };
  const auto bits = [&](std::uint64_t count) {
    return pj(static_cast<double>(count), table.memory_bit);
  };
  Energy energy;
  energy.components = {
      {"mac", pj(static_cast<double>(run.mac_operations), table.mac)},
      {"weight_memory", memories.accesses_a_weight * bits(run.weight_read_bits)},
      {"state_memory", bits(run.state_read_bits + run.state_written_bits)},
      {"accumulators", memories.accumulators_in_registers
                           ? 0.0
                           : bits(run.accumulator_read_bits + run.accumulator_written_bits)},
      {"activation", pj(static_cast<double>(run.units_activated), table.activation_unit)},
      {"ddr", pj(8.0 * static_cast<double>(run.ddr_read_bytes), table.ddr_read_bit) +
                  pj(8.0 * static_cast<double>(run.ddr_written_bytes), table.ddr_write_bit)},
      {"static", time_s * table.static_power.value},
  };
  for (const Energy::Component& component : energy.components) energy.total_j += component.joules;
  return energy;
}

}  // namespace drnn
