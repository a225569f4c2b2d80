#include "model/stats/memory_plan.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/arith/ceil_div.hpp"
#include "model/blocks/edgedrnn/edge_registers.hpp"

namespace drnn {

namespace {

constexpr int kSums = 4;            // M_r, M_u, M_cx, M_ch
constexpr int kEdgeIndexBits = 16;  // [R]

using Layers = std::vector<LayerSize>;

Memory weights(const Parameters& p, const Layers& layers) {
  std::int64_t depth = 0;
  for (const LayerSize& l : layers)
    depth += l.columns * ceil_div<std::int64_t>(l.hidden, p.mac.pe_per_channel);
  return {"weights", std::int64_t{3} * p.mac.pe_per_channel * p.numeric.weight.bits, depth, 1};
}

/// xh and hh are as wide as the scan; h as its widest access.
std::vector<Memory> states(const Parameters& p, const Layers& layers) {
  const int widest = std::max(p.delta.lanes, p.activation.lanes);
  const std::int64_t word = p.numeric.activation.bits;
  std::int64_t x = 0, hh = 0, h = 0;
  for (const LayerSize& l : layers) {
    x += ceil_div<std::int64_t>(l.inputs, p.delta.lanes);
    hh += ceil_div<std::int64_t>(l.hidden, p.delta.lanes);
    h += ceil_div<std::int64_t>(l.hidden, widest);
  }
  return {{"x_references", p.delta.lanes * word, x, 1},
          {"h_references", p.delta.lanes * word, hh, 1},
          {"h", widest * word, h, 1 + p.delta.scanners}};
}

std::vector<Memory> sums(const Parameters& p, const Layers& layers) {
  const std::int64_t pe = p.mac.pe_per_channel;
  std::int64_t rows = 0;
  for (const LayerSize& l : layers) rows += ceil_div<std::int64_t>(l.hidden, pe);
  const bool initial = p.numeric.bias_path == BiasPath::initial;
  return {{"sums", pe * p.numeric.accumulator_bits, rows, kSums},
          {"initial_sums", pe * p.numeric.bias.bits, initial ? rows : 0, kSums}};
}

std::vector<Memory> fifos(const Parameters& p, const Layers& layers) {
  const std::int64_t port = p.dma.port_bits;
  return {{"input_fifo", p.dma.input_ports * port, p.dma.input_fifo_words, 1},
          {"output_fifo", p.dma.output_ports * port, p.dma.output_fifo_words, 1},
          {"delta_fifo", p.numeric.delta_bits + column_index_bits(p, layers), p.delta.fifo_depth,
           p.delta.scanners}};
}

std::vector<Memory> drnn_memories(const Parameters& p, const Layers& layers) {
  std::vector<Memory> all{weights(p, layers)};
  for (const auto& part : {states(p, layers), sums(p, layers), fifos(p, layers)})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// K banks of `words_a_unit` words for each unit of the largest network.
Memory bank(const Parameters& p, const char* name, int width_bits, int words_a_unit) {
  const std::int64_t units = std::int64_t{kEdgeMaxLayers} * kEdgeMaxLayerSize;
  return {name, width_bits, ceil_div<std::int64_t>(units * words_a_unit, p.mac.num_pe),
          p.mac.num_pe};
}

std::vector<Memory> edge_memories(const Parameters& p) {
  const int word = p.numeric.activation.bits;
  const int depth = p.delta.fifo_depth;
  const std::int64_t buffer =
      p.data_mover.store_and_forward
          ? std::int64_t{p.data_mover.outstanding_bursts} * p.dma.burst_beats
          : 0;
  return {bank(p, "sums", p.numeric.accumulator_bits, kSums),
          bank(p, "h", word, 1),
          bank(p, "references", word, 2),
          {"weight_buffer", p.dma.port_bits, buffer, 1},
          {"value_fifo", p.numeric.delta_bits + kLastFlagBits, depth, 1},
          {"index_fifo", column_index_bits(p, {}) + kLastFlagBits, depth, 1},
          {"input_fifo", p.dma.port_bits, p.dma.input_fifo_words, 1},
          {"output_fifo", p.dma.port_bits, p.dma.output_fifo_words, 1}};
}

}  // namespace

std::vector<Memory> memories_of(const Parameters& p, const Layers& layers) {
  return p.accelerator.kind == AcceleratorKind::edgedrnn ? edge_memories(p)
                                                         : drnn_memories(p, layers);
}

const Memory& memory_of(const std::vector<Memory>& memories, const std::string& name) {
  for (const Memory& memory : memories)
    if (memory.name == name) return memory;
  throw std::out_of_range("no memory " + name);
}

int column_index_bits(const Parameters& p, const Layers& layers) {
  if (p.accelerator.kind == AcceleratorKind::edgedrnn) return kEdgeIndexBits;
  int columns = 1, bits = 0;
  for (const LayerSize& l : layers) columns = std::max(columns, l.columns);
  while ((1 << bits) < columns) ++bits;
  return bits;
}

}  // namespace drnn
