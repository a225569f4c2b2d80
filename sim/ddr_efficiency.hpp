#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "model/config/parameters.hpp"
#include "tlm/traffic_bench.hpp"

namespace drnn {

/// One kind of traffic on the HP ports: what the model gets of the DRAM's peak bandwidth, and what
/// the vendor states.
struct EfficiencyRow {
  std::string name;
  TrafficBench::Traffic traffic;
  int burst_beats = 0;
  int vendor_percent = 0;  ///< UG585, four masters with bursts of 16 x 8 B; 0: not stated
  TrafficBench::Result result;
};

/// The port clock at which the vendor states bandwidths: 150 MHz (UG585).
constexpr int kVendorPeriodPs = 6667;

/// Measures reads, writes and both at once, sequential and random, by one to four masters with
/// the longest bursts of a power of two that `dma.burst_beats` allows. Elaborates SystemC.
std::vector<EfficiencyRow> measure_efficiency(const Parameters& parameters);

void print_efficiency(std::ostream& out, const Parameters& parameters,
                      const std::vector<EfficiencyRow>& rows);

}  // namespace drnn
