#pragma once

#include <utility>
#include <vector>

#include "tests/system/ideal_port.hpp"
#include "tlm/read_dma.hpp"
#include "tlm/write_dma.hpp"

namespace drnn::test {

/// 64-bit port, 16-beat bursts, 4 words a cycle.
inline DmaConfig config_64() {
  return DmaConfig();
}

/// As PG021 measured: 32-bit memory and stream, 16-beat bursts.
inline DmaConfig config_32() {
  DmaConfig config;
  config.burst.port_bytes = 4;
  config.words_per_cycle = 2;
  return config;
}

struct ReadBench {
  ReadBench(const DmaConfig& config, Cycle latency, std::size_t fifo_depth,
            Engine engine = Engine::stepped)
      : cycles(engine),
        fifo("fifo", fifo_depth),
        port(cycles.now(), config.burst, latency),
        second(cycles.now(), config.burst, latency),
        dma(config, {&port}, fifo) {
    cycles.add(fifo);
    cycles.add(dma);
    dma.on_first_word([this](Cycle now) { first_word = now; });
    dma.on_done([this] { done = true; });
    dma.on_error([this](BurstResponse response) { errors.push_back(response); });
  }
  Cycle last_cycle() {
    return cycles.last_cycle_until([this] { return done; });
  }
  EngineBench cycles;
  WordFifo fifo;
  IdealPort port, second;
  ReadDma dma;
  Cycle first_word = kNever;
  bool done = false;
  std::vector<BurstResponse> errors;
};

struct WriteBench {
  WriteBench(const DmaConfig& config, Cycle latency, Engine engine = Engine::stepped, int ports = 1)
      : cycles(engine),
        fifo("fifo", 8192),
        port(cycles.now(), config.burst, latency),
        second(cycles.now(), config.burst, latency),
        dma(config,
            ports == 1 ? std::vector<MemoryPort*>{&port} : std::vector<MemoryPort*>{&port, &second},
            fifo) {
    cycles.add(fifo);
    cycles.add(dma);
    dma.on_accepted([this](Cycle now, int words) { accepted.push_back({now, words}); });
    dma.on_done([this] { done = true; });
    dma.on_error([this](BurstResponse response) { errors.push_back(response); });
  }
  void fill(int words) {
    for (int i = 0; i < words; ++i) fifo.push(static_cast<std::int16_t>(i));
  }
  Cycle last_cycle() {
    return cycles.last_cycle_until([this] { return done; });
  }
  EngineBench cycles;
  WordFifo fifo;
  IdealPort port, second;
  WriteDma dma;
  std::vector<std::pair<Cycle, int>> accepted;
  bool done = false;
  std::vector<BurstResponse> errors;
};

}  // namespace drnn::test
