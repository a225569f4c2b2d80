#pragma once

#include <cstdint>

#include "model/config/parameters.hpp"

namespace drnn {

/// RAMB18 blocks, half a BRAM36 each, for a simple dual-port memory of `width_bits` x `depth`
/// words: the best of the aspect ratios 512x36 to 16Kx1. Memories of up to 64 words are distributed
/// RAM: 0.
std::int64_t bram18_for(std::int64_t width_bits, std::int64_t depth);

/// Block RAM of EdgeDRNN. Memories are as deep as the largest network needs, 4 layers of 1024, and
/// of K banks as in the RTL [R]: accumulators of four sums a unit, h, and the references of x and
/// h. Added: the DataMover's store-and-forward buffer and the FIFOs. The DMA's own buffers are not
/// counted.
std::int64_t edgedrnn_bram36(const Parameters& parameters);

/// A DSP48E1 a PE, which serves MAC and activation, and one for the column address [R].
std::int64_t edgedrnn_dsp(const Parameters& parameters);

}  // namespace drnn
