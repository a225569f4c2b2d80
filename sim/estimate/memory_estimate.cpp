#include "sim/estimate/memory_estimate.hpp"

#include "tlm/ddr/ddr_config.hpp"
#include "tlm/ps_config.hpp"

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
  const DdrMemory::Config memory = memory_config(p);
  const DdrDevice& device = memory.ddr.controller.device;
  const DdrTiming& timing = device.timing;
  const EstimatedCycles ways = p.hp.crossbar_request_cycles + p.hp.request_cycles +
                               p.hp.response_cycles + p.hp.crossbar_response_cycles;
  const std::int64_t read = timing.trcd + timing.read_data_end() + kControllerClocks;
  const auto byte_fs = [&](std::int64_t clocks) {
    return clocks * device.tck_ps * kFsAPs / device.burst_bytes();
  };
  MemoryTimes times;
  times.read_cycles = ways + port_cycles(p, read, device.tck_ps);
  times.write_cycles = ways;
  times.link_byte_fs = byte_fs(memory.ddr.arbiter.link_clocks);
  times.dram_byte_fs =
      byte_fs(DdrTiming::kBurstClocks) * timing.trefi / (timing.trefi - timing.trfc);
  times.queued_bytes = std::int64_t{p.ddr.transaction_queue} * device.burst_bytes();
  times.tck_ps = device.tck_ps;
  times.refresh_clocks = static_cast<std::uint32_t>(timing.trefi);
  times.closed_clocks = static_cast<std::uint32_t>(timing.trp + timing.trfc);
  times.command_bytes = device.burst_bytes();
  times.row_bytes = device.row_bytes();
  return times;
}

MemoryRange memory_range(const Parameters& p) {
  const MemoryTimes likely = memory_times(p);
  return {scaled(likely, 3, 4), likely, scaled(likely, 3, 2)};
}

EstimatedCycles cycle_slack(const Parameters& p, std::uint64_t transfers) {
  constexpr EstimatedCycles kAccessesATransfer = 2;
  const DdrDevice device = ddr_config(p).device;
  return port_cycles(p, device.timing.trp + device.timing.trfc, device.tck_ps) +
         kAccessesATransfer * p.host.register_access_cycles *
             static_cast<EstimatedCycles>(transfers);
}

}  // namespace drnn
