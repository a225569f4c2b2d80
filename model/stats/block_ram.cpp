#include "model/stats/block_ram.hpp"

#include <algorithm>
#include <vector>

#include "model/arith/ceil_div.hpp"

namespace drnn {

namespace {

struct Aspect {
  std::int64_t width;
  std::int64_t depth;
};
constexpr Aspect kAspects[] = {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}};

/// The least blocks for each width from 0 to `width`.
std::int64_t least_blocks(std::int64_t width, std::int64_t depth) {
  std::vector<std::int64_t> least(static_cast<std::size_t>(width) + 1, 0);
  for (std::int64_t w = 1; w <= width; ++w) {
    std::int64_t best = -1;
    for (const Aspect& aspect : kAspects) {
      const std::int64_t rest = std::max<std::int64_t>(0, w - aspect.width);
      const std::int64_t blocks =
          ceil_div<std::int64_t>(depth, aspect.depth) + least[static_cast<std::size_t>(rest)];
      best = best < 0 ? blocks : std::min(best, blocks);
    }
    least[static_cast<std::size_t>(w)] = best;
  }
  return least.back();
}

/// Parts of an operand: the first signed, of `first` bits, the others of one bit less.
std::int64_t parts(int bits, int first) {
  return bits <= first ? 1 : 1 + ceil_div<std::int64_t>(bits - first, first - 1);
}

}  // namespace

const char* to_string(Storage storage) {
  switch (storage) {
    case Storage::registers:
      return "registers";
    case Storage::distributed_ram:
      return "distributed_ram";
    case Storage::block_ram:
      return "block_ram";
    case Storage::none:
      break;
  }
  return "none";
}

Storage storage_of(std::int64_t width_bits, std::int64_t depth_words) {
  if (width_bits == 0 || depth_words == 0) return Storage::none;
  if (depth_words <= kRegisterDepth) return Storage::registers;
  return depth_words <= kDistributedDepth ? Storage::distributed_ram : Storage::block_ram;
}

std::int64_t ramb18_for(std::int64_t width_bits, std::int64_t depth_words) {
  if (storage_of(width_bits, depth_words) != Storage::block_ram) return 0;
  return least_blocks(width_bits, depth_words);
}

std::int64_t memory_luts_for(std::int64_t width_bits, std::int64_t depth_words) {
  if (storage_of(width_bits, depth_words) != Storage::distributed_ram) return 0;
  return 4 * ceil_div<std::int64_t>(width_bits, depth_words <= 32 ? 6 : 3);
}

std::int64_t dsp48_for(int a_bits, int b_bits) {
  return std::min(parts(a_bits, 25) * parts(b_bits, 18), parts(a_bits, 18) * parts(b_bits, 25));
}

}  // namespace drnn
