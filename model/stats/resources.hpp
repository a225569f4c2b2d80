#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/config/parameters.hpp"

namespace drnn {

/// Sizes of one layer, as far as memories depend on them.
struct LayerSize {
  int inputs = 0;
  int hidden = 0;
  int columns = 0;  ///< weight columns, bias column included
};

/// What a device offers [published: vendor data sheets].
struct Device {
  std::string_view name;
  std::int64_t bram36;
  std::int64_t dsp;
};

/// The devices that device.name may name.
const std::vector<Device>& devices();

/// The device of that name; throws std::invalid_argument for another.
const Device& device(std::string_view name);

/// Block RAMs and multipliers of a configuration, by arithmetic over its parameters.
struct Resources {
  std::int64_t bram36 = 0;
  std::int64_t dsp = 0;
  bool fits = false;  ///< in the configured device
};

/// BRAM36 for a simple dual-port memory of `width_bits` x `depth` words: the best of the block
/// RAM's aspect ratios 512x72 to 32Kx1. Memories of up to 64 words are distributed RAM: 0.
std::int64_t bram36_for(std::int64_t width_bits, std::int64_t depth);

/// Counted of the DRNN: weight banks, state memories, accumulators, stream and delta FIFOs; a
/// DSP48E1 a processing element and a product of the activation pipeline. Of EdgeDRNN, whose
/// memories do not depend on the network: see edgedrnn_resources.hpp.
Resources resources_of(const Parameters& parameters, const std::vector<LayerSize>& layers);

}  // namespace drnn
