#include "sim/estimate/memory_estimate.hpp"

#include "tlm/ddr/ddr_config.hpp"

namespace drnn {

namespace {

constexpr std::int64_t kFsAPs = 1000;

/// In and out of the controller, from and to the port's clock, in DDR clocks [U].
constexpr int kControllerClocks = 6;

EstimatedCycles port_cycles(const Parameters& p, std::int64_t clocks, std::uint32_t tck_ps) {
  return (clocks * tck_ps + p.clock.period_ps - 1) / p.clock.period_ps;
}

}  // namespace

MemoryTimes memory_times(const Parameters& p) {
  const DdrDevice device = ddr_config(p).device;
  const EstimatedCycles ways = p.hp.crossbar_request_cycles + p.hp.request_cycles +
                               p.hp.response_cycles + p.hp.crossbar_response_cycles;
  const std::int64_t read = device.timing.trcd + device.timing.read_data_end() + kControllerClocks;
  const std::int64_t commands =
      (p.dma.burst_beats * p.dma.port_bits / 8 + device.burst_bytes() - 1) / device.burst_bytes();
  MemoryTimes times;
  times.read_cycles = ways + port_cycles(p, read, device.tck_ps);
  times.write_cycles = ways + port_cycles(p, commands * DdrTiming::kBurstClocks, device.tck_ps);
  times.byte_fs =
      std::int64_t{device.tck_ps} * DdrTiming::kBurstClocks * kFsAPs / device.burst_bytes();
  times.tck_ps = device.tck_ps;
  times.refresh_clocks = static_cast<std::uint32_t>(device.timing.trefi);
  times.command_bytes = device.burst_bytes();
  times.row_bytes = device.row_bytes();
  return times;
}

}  // namespace drnn
