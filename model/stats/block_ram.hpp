#pragma once

#include <cstdint>

namespace drnn {

/// Where a memory's words lie.
enum class Storage {
  none,             ///< no bits
  registers,        ///< flip-flops: up to 2 words
  distributed_ram,  ///< LUTs as memory: up to 64 words
  block_ram,
};
const char* to_string(Storage storage);

/// Memories of up to this many words are flip-flops or LUTs: a 6-input LUT holds 64 bits [U: a
/// synthesiser weighs the total too, and may be told otherwise].
constexpr std::int64_t kRegisterDepth = 2;
constexpr std::int64_t kDistributedDepth = 64;

Storage storage_of(std::int64_t width_bits, std::int64_t depth_words);

/// RAMB18 blocks, half a BRAM36 each, of a memory with one read and one write port and a common
/// address a port: 0 where it is not in block RAM.
///
/// A RAMB18 is 512x36, 1Kx18, 2Kx9, 4Kx4, 8Kx2 or 16Kx1 (UG473 [U: remembered]). A RAMB36 (512x72
/// to 32Kx1) is two of them side by side or one above the other, so nothing is lost by counting
/// halves. Blocks side by side may differ in their ratio; the least number is taken.
std::int64_t ramb18_for(std::int64_t width_bits, std::int64_t depth_words);

/// LUTs of a distributed memory with one read and one write port; 0 where it is not one. Four LUTs
/// are 32x6 (RAM32M) or 64x3 (RAM64M) (UG474 [U: remembered]).
std::int64_t memory_luts_for(std::int64_t width_bits, std::int64_t depth_words);

/// DSP48E1 of one signed product: 25x18 bits each, the parts of wider operands but the first 24 or
/// 17 bits (UG479 [U: remembered]).
std::int64_t dsp48_for(int a_bits, int b_bits);

}  // namespace drnn
