#include "model/stats/edgedrnn_resources.hpp"

#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/stats/resources.hpp"

namespace drnn {

namespace {

constexpr int kSums = 4;
constexpr int kIndexBits = 16;  // [R]
constexpr int kLastFlagBits = 1;

std::int64_t ceil_of(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

struct Aspect {
  std::int64_t width;
  std::int64_t depth;
};
constexpr Aspect kAspects[] = {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}};

/// Banks of `words_a_unit` words for each unit of the largest network.
std::int64_t banks(const Parameters& p, int width_bits, int words_a_unit) {
  const std::int64_t units = std::int64_t{kEdgeMaxLayers} * kEdgeMaxLayerSize;
  return p.mac.num_pe * bram18_for(width_bits, ceil_of(units * words_a_unit, p.mac.num_pe));
}

std::int64_t fifos(const Parameters& p) {
  const int port = p.dma.port_bits;
  return bram18_for(p.numeric.delta_bits + kLastFlagBits, p.delta.fifo_depth) +
         bram18_for(kIndexBits + kLastFlagBits, p.delta.fifo_depth) +
         bram18_for(port, p.dma.input_fifo_words) + bram18_for(port, p.dma.output_fifo_words);
}

std::int64_t data_mover(const Parameters& p) {
  if (!p.data_mover.store_and_forward) return 0;
  return bram18_for(p.dma.port_bits,
                    std::int64_t{p.data_mover.outstanding_bursts} * p.dma.burst_beats);
}

}  // namespace

std::int64_t bram18_for(std::int64_t width_bits, std::int64_t depth) {
  if (bram36_for(width_bits, depth) == 0) return 0;
  std::int64_t best = -1;
  for (const Aspect& aspect : kAspects) {
    const std::int64_t blocks = ceil_of(width_bits, aspect.width) * ceil_of(depth, aspect.depth);
    best = best < 0 || blocks < best ? blocks : best;
  }
  return best;
}

std::int64_t edgedrnn_bram36(const Parameters& p) {
  const int word = p.numeric.activation.bits;
  const int references = 2;  // of x and h
  const std::int64_t halves = banks(p, p.numeric.accumulator_bits, kSums) + banks(p, word, 1) +
                              banks(p, word, references) + data_mover(p) + fifos(p);
  return ceil_of(halves, 2);
}

std::int64_t edgedrnn_dsp(const Parameters& p) {
  return p.mac.num_pe + 1;
}

}  // namespace drnn
