#include "tlm/ps_config.hpp"

#include "tlm/ddr/ddr_config.hpp"

namespace drnn {

namespace {

std::uint64_t cycles_ps(const Parameters& p, int cycles) {
  return static_cast<std::uint64_t>(p.clock.period_ps) * static_cast<std::uint64_t>(cycles);
}

/// In proportion to what a BL8 burst carries.
int link_clocks(const DdrDevice& device) {
  const int of_two_chips = ArbiterConfig().link_clocks;
  return of_two_chips * static_cast<int>(device.chips) / 2;
}

DmaConfig dma_config(const Parameters& p, int ports) {
  DmaConfig config;
  config.burst.port_bytes = p.dma.port_bits / 8;
  config.burst.burst_beats = p.dma.burst_beats;
  config.outstanding_bursts = p.dma.outstanding_bursts;
  config.words_per_cycle = ports * config.burst.port_bytes / DmaConfig::kWordBytes;
  config.read_latency_cycles = p.dma.read_latency_cycles;
  config.write_latency_cycles = p.dma.write_latency_cycles;
  config.write_gap_tenths = p.dma.write_gap_tenths;
  return config;
}

/// The DRNN's ports count from HP0 on, EdgeDRNN has one.
int first_dma_port(const Parameters& p) {
  return p.accelerator.kind == AcceleratorKind::edgedrnn ? p.dma.hp_port : 0;
}

}  // namespace

HpConfig hp_config(const Parameters& p) {
  HpConfig config;
  config.period_ps = cycles_ps(p, 1);
  config.port_bytes = static_cast<std::uint32_t>(p.dma.port_bits / 8);
  config.burst_beats = static_cast<std::uint32_t>(p.dma.burst_beats);
  config.fifo_bytes = static_cast<std::uint32_t>(p.hp.fifo_bytes);
  config.outstanding_bursts = static_cast<std::uint32_t>(p.hp.outstanding_bursts);
  config.request_ps = cycles_ps(p, p.hp.crossbar_request_cycles + p.hp.request_cycles);
  config.response_ps = cycles_ps(p, p.hp.crossbar_response_cycles + p.hp.response_cycles);
  return config;
}

drnn_config driver_config(const Parameters& p) {
  return drnn_config_for_memory(static_cast<std::uint32_t>(ddr_config(p).device.size_bytes()));
}

DdrMemory::Config memory_config(const Parameters& p) {
  const HpConfig hp = hp_config(p);
  DdrMemory::Config config;
  config.ddr.controller = ddr_config(p);
  config.ddr.arbiter.ageing_clocks = p.hp.ageing_clocks;
  config.ddr.arbiter.page_match = p.hp.page_match;
  config.ddr.arbiter.link_clocks = link_clocks(config.ddr.controller.device);
  config.ddr.port_period_ps = hp.period_ps;
  config.ddr.port_bytes = hp.port_bytes;
  config.request_ps = hp.request_ps;
  config.response_ps = hp.response_ps;
  return config;
}

DmaConfig read_dma_config(const Parameters& p) {
  return dma_config(p, p.dma.input_ports);
}

DmaConfig write_dma_config(const Parameters& p) {
  return dma_config(p, p.dma.output_ports);
}

std::vector<int> dma_read_ports(const Parameters& p) {
  std::vector<int> ports;
  for (int i = 0; i < p.dma.input_ports; ++i) ports.push_back(DdrPort::read(first_dma_port(p) + i));
  return ports;
}

std::vector<int> dma_write_ports(const Parameters& p) {
  std::vector<int> ports;
  for (int i = 0; i < p.dma.output_ports; ++i)
    ports.push_back(DdrPort::write(first_dma_port(p) + i));
  return ports;
}

}  // namespace drnn
