#pragma once

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/protocol_checker.hpp"
#include "tlm/ddr_memory.hpp"
#include "tlm/hp_channel.hpp"
#include "tlm/tlm_memory_port.hpp"

namespace drnn::test {

/// Masters on HP ports with the memory behind them, and a checker on every socket.
struct PortBench {
  PortBench(const HpConfig& hp, const DdrMemory::Config& ddr, const std::vector<int>& ddr_ports)
      : domain("domain", hp.period_ps, Engine::fast, 1000000), memory("memory", ddr, ddr_ports) {
    for (int port : ddr_ports) {
      const std::string name = "port" + std::to_string(masters.size());
      masters.push_back(std::make_unique<TlmMemoryPort>((name + "_master").c_str(), domain));
      channels.push_back(std::make_unique<HpChannel>((name + "_hp").c_str(), hp));
      binding(masters.back()->socket, channels.back()->master);
      binding(channels.back()->memory, memory.port(port));
    }
    sc_core::sc_start(sc_core::SC_ZERO_TIME);  // elaborates
    memory.reset();
  }

  PortBench(const PortBench&) = delete;
  /// A breach of the protocol that no test asked for is one all the same.
  ~PortBench() {
    if (faults().empty()) return;
    std::cerr << faults() << std::endl;
    std::abort();
  }

  /// Sends a burst at the present time.
  Burst& issue(std::size_t master, std::uint64_t address, std::size_t bytes, bool write = false) {
    bursts.push_back(std::make_unique<Burst>());
    Burst& burst = *bursts.back();
    burst.address = address;
    burst.write = write;
    burst.data.resize(bytes);
    masters[master]->issue(burst);
    masters[master]->send();
    return burst;
  }
  void run(std::uint64_t cycles) { sc_core::sc_start(domain.cycles(cycles)); }

  std::string faults() const {
    std::string text = binding.faults();
    for (const auto& master : masters)
      if (master->payloads_in_use() > 0) text += "payloads in use; ";
    for (const auto& channel : channels)
      if (channel->outstanding() > 0) text += "channel not empty; ";
    if (memory.requests_under_way() > 0) text += "memory not empty; ";
    return text;
  }

  CheckedBinding binding;
  ClockDomain domain;
  DdrMemory memory;
  std::vector<std::unique_ptr<TlmMemoryPort>> masters;
  std::vector<std::unique_ptr<HpChannel>> channels;
  std::vector<std::unique_ptr<Burst>> bursts;
};

}  // namespace drnn::test
