#include "sim/ddr_efficiency.hpp"

#include <cstdio>

#include "tlm/ps_config.hpp"

namespace drnn {

namespace {

using Direction = TrafficBench::Direction;

struct Kind {
  const char* name;
  Direction direction;
  bool random;
  int vendor_percent;  ///< UG585: four HP masters, bursts of 16 beats
};

constexpr Kind kKinds[] = {
    {"reads, sequential", Direction::read, false, 97},
    {"reads, random", Direction::read, true, 92},
    {"writes, sequential", Direction::write, false, 90},
    {"writes, random", Direction::write, true, 87},
    {"both, sequential", Direction::mixed, false, 87},
    {"both, random", Direction::mixed, true, 79},
};

/// The vendor's figures are for four masters with bursts of 16 beats on 64-bit ports.
bool is_vendors(const EfficiencyRow& row, const Parameters& p) {
  return row.traffic.masters == 4 && row.burst_beats == 16 && p.dma.port_bits == 64;
}

std::string row_text(const EfficiencyRow& row) {
  char text[160];
  const double percent = 100 * row.result.efficiency;
  std::snprintf(text, sizeof text, "%-20s %7d %10.1f %8.1f %%", row.name.c_str(),
                row.traffic.masters, row.result.mbytes_per_s, percent);
  std::string line = text;
  if (row.vendor_percent == 0) return line + "        -          -";
  std::snprintf(text, sizeof text, " %6d %% %+10.1f", row.vendor_percent,
                percent - row.vendor_percent);
  return line + text;
}

}  // namespace

std::vector<EfficiencyRow> measure_efficiency(const Parameters& parameters) {
  TrafficBench bench("bench", hp_config(parameters), memory_config(parameters));
  std::vector<EfficiencyRow> rows;
  for (const Kind& kind : kKinds) {
    for (int masters = 1; masters <= DdrPort::kHpPorts; ++masters) {
      EfficiencyRow row;
      row.name = kind.name;
      row.traffic.direction = kind.direction;
      row.traffic.random = kind.random;
      row.traffic.masters = masters;
      row.burst_beats = bench.burst_beats();
      row.vendor_percent = is_vendors(row, parameters) ? kind.vendor_percent : 0;
      row.result = bench.run(row.traffic);
      rows.push_back(row);
    }
  }
  return rows;
}

void print_efficiency(std::ostream& out, const Parameters& parameters,
                      const std::vector<EfficiencyRow>& rows) {
  out << parameters.ddr.device << ", HP ports with a clock of " << parameters.clock.period_ps
      << " ps, bursts of " << rows.front().burst_beats << " beats; percent of the DRAM's peak\n\n"
      << "traffic              masters       MB/s      model   vendor difference\n";
  for (const EfficiencyRow& row : rows) out << row_text(row) << "\n";
}

}  // namespace drnn
