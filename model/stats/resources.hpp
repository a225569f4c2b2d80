#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/stats/device.hpp"
#include "model/stats/logic_estimate.hpp"
#include "model/stats/memory_plan.hpp"

namespace drnn {

/// One kind of resource of the configured device.
struct ResourceUse {
  std::string name;  ///< bram36, dsp, lut_estimate, ff_estimate
  double used = 0;   ///< BRAM36 in halves: a RAMB18 is one
  std::int64_t available = 0;

  double utilisation() const { return used / static_cast<double>(available); }
};

/// What a configuration takes of its device, by arithmetic over its parameters.
struct Resources {
  double bram36 = 0;
  std::int64_t dsp = 0;
  std::int64_t luts = 0;        ///< estimate, see logic_estimate.hpp
  std::int64_t flip_flops = 0;  ///< likewise
  bool fits = false;
  std::vector<ResourceUse> uses;
  std::vector<Memory> memories;
  std::vector<LogicPart> logic;

  /// The use that a growing design meets first, or exceeds furthest.
  const ResourceUse& limiting() const;
};

/// No more used than there is, of each: as much as there is fits.
bool all_fit(const std::vector<ResourceUse>& uses);

/// BRAM36 of a memory with one read and one write port, see ramb18_for().
double bram36_for(std::int64_t width_bits, std::int64_t depth_words);

/// Memories as memories_of() lists them. DSP48E1: those of a weight times a delta for each
/// processing element, one more where its sum is wider than the 48 bits of the DSP48E1's own; those
/// of the activation pipeline's products, which in EdgeDRNN the PEs serve too, and there one for
/// the column address [R]. LUTs and flip-flops are estimates; `fits` holds them too.
Resources resources_of(const Parameters& parameters, const std::vector<LayerSize>& layers);

/// BRAM36 of a DRNN whose weights lay in a bank of blocks of its own for each PE and channel,
/// instead of side by side.
double bram36_with_apart_banks(const Parameters& parameters, const Resources& resources);

}  // namespace drnn
