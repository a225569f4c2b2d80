#include "tlm/ps_config.hpp"

#include "tlm/ddr/ddr_config.hpp"

namespace drnn {

namespace {

std::uint64_t cycles_ps(const Parameters& p, int cycles) {
  return static_cast<std::uint64_t>(p.clock.period_ps) * static_cast<std::uint64_t>(cycles);
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

DdrMemory::Config memory_config(const Parameters& p) {
  const HpConfig hp = hp_config(p);
  DdrMemory::Config config;
  config.ddr.controller = ddr_config(p);
  config.ddr.arbiter.ageing_clocks = p.hp.ageing_clocks;
  config.ddr.arbiter.page_match = p.hp.page_match;
  config.ddr.port_period_ps = hp.period_ps;
  config.ddr.port_bytes = hp.port_bytes;
  config.request_ps = hp.request_ps;
  config.response_ps = hp.response_ps;
  return config;
}

}  // namespace drnn
