#include "model/stats/resources.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "model/stats/edgedrnn_resources.hpp"

namespace drnn {

namespace {

constexpr std::int64_t kDistributedDepth = 64;  // a 6-input LUT holds 64 bits

std::int64_t ceil_div(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

struct Aspect {
  std::int64_t width;
  std::int64_t depth;
};
constexpr Aspect kAspects[] = {{72, 512}, {36, 1024}, {18, 2048}, {9, 4096},
                               {4, 8192}, {2, 16384}, {1, 32768}};

std::int64_t weight_blocks(const Parameters& p, const std::vector<LayerSize>& layers) {
  std::int64_t depth = 0;
  for (const LayerSize& l : layers) depth += l.columns * ceil_div(l.hidden, p.mac.pe_per_channel);
  return bram36_for(std::int64_t{3} * p.mac.pe_per_channel * p.numeric.weight.bits, depth);
}

std::int64_t state_blocks(const Parameters& p, const std::vector<LayerSize>& layers) {
  // xh and hh are as wide as the scan; h, in a copy a reader, as wide as its widest access.
  const int widest = std::max(p.delta.lanes, p.activation.lanes);
  std::int64_t xh_depth = 0, hh_depth = 0, h_depth = 0;
  for (const LayerSize& l : layers) {
    xh_depth += ceil_div(l.inputs, p.delta.lanes);
    hh_depth += ceil_div(l.hidden, p.delta.lanes);
    h_depth += ceil_div(l.hidden, widest);
  }
  const auto blocks = [&](int lanes, std::int64_t depth) {
    return bram36_for(std::int64_t{lanes} * p.numeric.activation.bits, depth);
  };
  const std::int64_t copies_of_h = 1 + p.delta.scanners;
  return blocks(p.delta.lanes, xh_depth) + blocks(p.delta.lanes, hh_depth) +
         copies_of_h * blocks(widest, h_depth);
}

std::int64_t accumulator_blocks(const Parameters& p, const std::vector<LayerSize>& layers) {
  std::int64_t rows = 0;
  for (const LayerSize& l : layers) rows += ceil_div(l.hidden, p.mac.pe_per_channel);
  const std::int64_t width = std::int64_t{p.mac.pe_per_channel} * p.numeric.accumulator_bits;
  return 4 * bram36_for(width, rows);
}

std::int64_t index_bits(const std::vector<LayerSize>& layers) {
  std::int64_t columns = 1, bits = 0;
  for (const LayerSize& l : layers) columns = std::max<std::int64_t>(columns, l.columns);
  while ((std::int64_t{1} << bits) < columns) ++bits;
  return bits;
}

std::int64_t fifo_blocks(const Parameters& p, const std::vector<LayerSize>& layers) {
  const auto stream = [&](int ports, int words) {
    return bram36_for(std::int64_t{ports} * p.dma.port_bits, words);
  };
  return stream(p.dma.input_ports, p.dma.input_fifo_words) +
         stream(p.dma.output_ports, p.dma.output_fifo_words) +
         p.delta.scanners *
             bram36_for(p.numeric.delta_bits + index_bits(layers), p.delta.fifo_depth);
}

std::int64_t multipliers(const Parameters& p) {
  const std::int64_t products = p.numeric.blend == Blend::difference ? 2 : 3;
  const std::int64_t per_lane = p.activation.shared_multiplier ? 1 : products;
  return std::int64_t{3} * p.mac.pe_per_channel + p.activation.lanes * per_lane;
}

}  // namespace

const std::vector<Device>& devices() {
  static const std::vector<Device> table{
      {"xc7z100", 755, 2020}, {"xc7z020", 140, 220}, {"xc7z007s", 50, 66}};
  return table;
}

const Device& device(std::string_view name) {
  for (const Device& d : devices())
    if (d.name == name) return d;
  throw std::invalid_argument("unknown device '" + std::string(name) + "'");
}

std::int64_t bram36_for(std::int64_t width_bits, std::int64_t depth) {
  if (depth <= kDistributedDepth) return 0;
  std::int64_t best = -1;
  for (const Aspect& aspect : kAspects) {
    const std::int64_t blocks = ceil_div(width_bits, aspect.width) * ceil_div(depth, aspect.depth);
    best = best < 0 ? blocks : std::min(best, blocks);
  }
  return best;
}

Resources resources_of(const Parameters& p, const std::vector<LayerSize>& layers) {
  Resources r;
  if (p.accelerator.kind == AcceleratorKind::edgedrnn) {
    r.bram36 = edgedrnn_bram36(p);
    r.dsp = edgedrnn_dsp(p);
  } else {
    r.bram36 = weight_blocks(p, layers) + state_blocks(p, layers) + accumulator_blocks(p, layers) +
               fifo_blocks(p, layers);
    r.dsp = multipliers(p);
  }
  const Device& d = device(p.device.name);
  r.fits = r.bram36 <= d.bram36 && r.dsp <= d.dsp;
  return r;
}

}  // namespace drnn
