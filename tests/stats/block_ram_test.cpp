#include "model/stats/block_ram.hpp"

#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

struct Ratio {
  std::int64_t width, depth;
};
constexpr Ratio kRatios[] = {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}};

std::int64_t ceil_of(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

/// The least of every choice of ratios side by side, by trying all.
std::int64_t least(std::int64_t width, std::int64_t depth, std::size_t from = 0) {
  if (width <= 0) return 0;
  std::int64_t best = -1;
  for (std::size_t i = from; i < std::size(kRatios); ++i) {
    const std::int64_t blocks =
        ceil_of(depth, kRatios[i].depth) + least(width - kRatios[i].width, depth, i);
    if (best < 0 || blocks < best) best = blocks;
  }
  return best;
}

}  // namespace

TEST_CASE("each aspect ratio is one half block, and one bit or word more are two", "[resources]") {
  for (const Ratio& r : kRatios) {
    INFO(r.width << " x " << r.depth);
    CHECK(ramb18_for(r.width, r.depth) == 1);
    CHECK(ramb18_for(r.width + 1, r.depth) == 2);
    CHECK(ramb18_for(r.width, r.depth + 1) == 2);
  }
}

TEST_CASE("every aspect ratio of a whole block is two halves", "[resources]") {
  for (const Ratio& r : {Ratio{72, 512}, Ratio{36, 1024}, Ratio{18, 2048}, Ratio{9, 4096},
                         Ratio{4, 8192}, Ratio{2, 16384}, Ratio{1, 32768}}) {
    INFO(r.width << " x " << r.depth);
    CHECK(ramb18_for(r.width, r.depth) == 2);
    CHECK(ramb18_for(r.width, r.depth + 1) > 2);
    CHECK(ramb18_for(r.width + 1, r.depth) > 2);
  }
}

TEST_CASE("blocks of several ratios side by side are as few as any choice gives", "[resources]") {
  CHECK(ramb18_for(13, 4096) == 3);  // 9 wide in two, 4 in one; 4 wide alone would take four
  RandomSource random(20);
  for (int i = 0; i < 200; ++i) {
    const std::int64_t width = random.between(1, 60), depth = random.between(65, 20000);
    INFO(width << " x " << depth);
    CHECK(ramb18_for(width, depth) == least(width, depth));
  }
}

TEST_CASE("blocks hold the memory's bits", "[resources]") {
  constexpr std::int64_t kBlockBits = 18 * 1024;
  RandomSource random(21);
  for (int i = 0; i < 200; ++i) {
    const std::int64_t width = random.between(1, 5000), depth = random.between(65, 40000);
    INFO(width << " x " << depth);
    CHECK(ramb18_for(width, depth) * kBlockBits >= width * depth);
    CHECK(ramb18_for(width + 1, depth) >= ramb18_for(width, depth));
    CHECK(ramb18_for(width, depth + 1) >= ramb18_for(width, depth));
  }
}

TEST_CASE("a memory lies in one kind of storage, by its words", "[resources]") {
  CHECK(storage_of(8, 0) == Storage::none);
  CHECK(storage_of(0, 8) == Storage::none);
  CHECK(storage_of(8, kRegisterDepth) == Storage::registers);
  CHECK(storage_of(8, kRegisterDepth + 1) == Storage::distributed_ram);
  CHECK(storage_of(1000, kDistributedDepth) == Storage::distributed_ram);
  CHECK(storage_of(1, kDistributedDepth + 1) == Storage::block_ram);
  for (const std::int64_t depth : {1, 2, 3, 64, 65}) {
    const Storage storage = storage_of(7, depth);
    CHECK((ramb18_for(7, depth) > 0) == (storage == Storage::block_ram));
    CHECK((memory_luts_for(7, depth) > 0) == (storage == Storage::distributed_ram));
  }
}

TEST_CASE("four LUTs are 32 words of 6 bits or 64 of 3", "[resources]") {
  CHECK(memory_luts_for(6, 32) == 4);
  CHECK(memory_luts_for(7, 32) == 8);
  CHECK(memory_luts_for(6, 33) == 8);
  CHECK(memory_luts_for(3, 64) == 4);
}

TEST_CASE("a product of up to 25 by 18 bits is one DSP48E1, whichever operand is wider",
          "[resources]") {
  CHECK(dsp48_for(16, 17) == 1);
  CHECK(dsp48_for(25, 18) == 1);
  CHECK(dsp48_for(18, 25) == 1);
  CHECK(dsp48_for(19, 25) == 2);
  CHECK(dsp48_for(26, 18) == 2);
  CHECK(dsp48_for(19, 19) == 2);
  CHECK(dsp48_for(35, 25) == 2);  // 18 bits and 17 more
  CHECK(dsp48_for(36, 25) == 3);
  CHECK(dsp48_for(49, 35) == 4);
}
