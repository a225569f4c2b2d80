#include "model/stats/resources.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr int kDspSumBits = 48;
constexpr std::int64_t kChannels = 3;

bool is_edgedrnn(const Parameters& p) {
  return p.accelerator.kind == AcceleratorKind::edgedrnn;
}

std::int64_t dsp_a_pe(const NumericProfile& n) {
  return dsp48_for(n.weight.bits, n.delta_bits) + (n.accumulator_bits > kDspSumBits ? 1 : 0);
}

std::int64_t multipliers(const Parameters& p) {
  const NumericProfile& n = p.numeric;
  if (is_edgedrnn(p)) return p.mac.num_pe * dsp_a_pe(n) + 1;
  const std::int64_t products = p.activation.shared_multiplier ? 1
                                : n.blend == Blend::difference ? 2
                                                               : 3;
  return kChannels * p.mac.pe_per_channel * dsp_a_pe(n) +
         p.activation.lanes * products * dsp48_for(n.activation.bits, n.activation.bits);
}

std::vector<ResourceUse> uses_of(const Resources& r, const Device& d) {
  return {{"bram36", r.bram36, d.bram36},
          {"dsp", static_cast<double>(r.dsp), d.dsp},
          {"lut_estimate", static_cast<double>(r.luts), d.lut},
          {"ff_estimate", static_cast<double>(r.flip_flops), d.ff}};
}

}  // namespace

const ResourceUse& Resources::limiting() const {
  return *std::max_element(uses.begin(), uses.end(), [](const auto& a, const auto& b) {
    return a.utilisation() < b.utilisation();
  });
}

bool all_fit(const std::vector<ResourceUse>& uses) {
  return std::all_of(uses.begin(), uses.end(), [](const ResourceUse& use) {
    return use.used <= static_cast<double>(use.available);
  });
}

double bram36_for(std::int64_t width_bits, std::int64_t depth_words) {
  return static_cast<double>(ramb18_for(width_bits, depth_words)) / 2;
}

Resources resources_of(const Parameters& p, const std::vector<LayerSize>& layers) {
  Resources r;
  r.memories = memories_of(p, layers);
  r.logic = logic_of(p, r.memories);
  for (const Memory& memory : r.memories) r.bram36 += static_cast<double>(memory.ramb18()) / 2;
  for (const LogicPart& part : r.logic) {
    r.luts += part.luts;
    r.flip_flops += part.flip_flops;
  }
  r.dsp = multipliers(p);
  r.uses = uses_of(r, device(p.device.name));
  r.fits = all_fit(r.uses);
  return r;
}

double bram36_with_apart_banks(const Parameters& p, const Resources& r) {
  const Memory& weights = memory_of(r.memories, "weights");
  const Memory bank{"bank", p.numeric.weight.bits, weights.depth_words,
                    kChannels * p.mac.pe_per_channel};
  return r.bram36 + static_cast<double>(bank.ramb18() - weights.ramb18()) / 2;
}

}  // namespace drnn
