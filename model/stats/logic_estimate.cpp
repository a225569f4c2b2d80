#include "model/stats/logic_estimate.hpp"

#include "model/arith/ceil_div.hpp"
#include "model/arith/delta_gru.hpp"

namespace drnn {

namespace {

constexpr std::int64_t kLiveWords = 4;       // r, u, c and h of a unit in the activation pipeline
constexpr std::int64_t kActivationAdds = 5;  // candidate, two of the blend, two roundings
constexpr std::int64_t kMemoryPortLuts = 700, kMemoryPortFlipFlops = 1000;  // DMA, one direction
constexpr std::int64_t kRegisterFileLuts = 300, kRegisterFileFlipFlops = 1100;  // 32 x 32 bit
constexpr std::int64_t kFifoControlLuts = 20, kFifoControlFlipFlops = 25;

std::int64_t selection_luts(std::int64_t inputs, std::int64_t bits) {
  return bits * ceil_div<std::int64_t>(inputs - 1, 3);
}

/// Comparisons with the ranges' bounds, and the choice of the output.
std::int64_t table_luts(std::int64_t ranges, const NumericProfile& n) {
  return ranges * ceil_div<std::int64_t>(n.activation.bits, 5) +
         selection_luts(ranges, n.gate_frac_bits + 1) / 2;
}

/// r, u and c of one unit at a time.
std::int64_t tables_luts(const NumericProfile& n) {
  const std::int64_t sigmoid = (std::int64_t{1} << n.gate_frac_bits) + 1;
  return 2 * table_luts(sigmoid, n) + table_luts(2 * sigmoid - 1, n);
}

/// `lanes` comparisons of a value with its reference, then `sends` times the next that fired.
LogicPart delta_units(const Parameters& p, std::int64_t units, std::int64_t lanes,
                      std::int64_t sends, int index_bits) {
  const std::int64_t d = p.numeric.delta_bits;
  return {"delta_unit", units * (3 * lanes * d + sends * selection_luts(lanes, d + index_bits)),
          units * lanes * (2 * p.numeric.activation.bits + d + 1)};
}

/// `lanes` units a cycle, whose four sums each come from one of `rows_a_lane` places.
LogicPart activation(const Parameters& p, std::int64_t lanes, std::int64_t rows_a_lane,
                     std::int64_t depth) {
  const NumericProfile& n = p.numeric;
  const std::int64_t reading = 4 * selection_luts(rows_a_lane, n.accumulator_bits);
  const std::int64_t adds = kActivationAdds * n.activation.bits + n.accumulator_bits;
  return {"activation_pipeline", lanes * (reading + adds + tables_luts(n)),
          lanes * depth * kLiveWords * n.activation.bits};
}

/// Each PE chooses what it adds to, beside the adder inside the multiplier.
LogicPart processing_elements(std::int64_t pe, const NumericProfile& n, bool extra_adder) {
  return {"processing_elements", pe * n.accumulator_bits * (extra_adder ? 2 : 1),
          pe * (n.weight.bits + n.delta_bits) / 4};
}

LogicPart storage(const std::vector<Memory>& memories) {
  LogicPart part{"memories", 0, 0};
  for (const Memory& memory : memories) {
    const bool fifo = memory.name.find("fifo") != std::string::npos;
    part.luts += memory.luts() + (fifo ? memory.copies * kFifoControlLuts : 0);
    part.flip_flops += memory.flip_flops() + (fifo ? memory.copies * kFifoControlFlipFlops : 0);
  }
  return part;
}

LogicPart interfaces(std::int64_t ports) {
  return {"axi", ports * kMemoryPortLuts + kRegisterFileLuts,
          ports * kMemoryPortFlipFlops + kRegisterFileFlipFlops};
}

}  // namespace

std::vector<LogicPart> logic_of(const Parameters& p, const std::vector<Memory>& memories) {
  constexpr int kIndexBits = 16;
  const NumericProfile& n = p.numeric;
  if (p.accelerator.kind == AcceleratorKind::edgedrnn) {
    constexpr int kStages = 10;  // [R]
    return {delta_units(p, 1, 1, 1, kIndexBits), processing_elements(p.mac.num_pe, n, true),
            activation(p, p.mac.num_pe, 1, kStages), storage(memories), interfaces(3)};
  }
  const std::int64_t pe = p.mac.pe_per_channel;
  return {delta_units(p, p.delta.scanners, p.delta.lanes, p.delta.sends_per_cycle, kIndexBits),
          processing_elements(kGates * pe, n, n.accumulator_bits > 48),
          activation(p, p.activation.lanes, ceil_div<std::int64_t>(pe, p.activation.lanes),
                     p.activation.depth_cycles),
          storage(memories), interfaces(p.dma.input_ports + p.dma.output_ports)};
}

}  // namespace drnn
