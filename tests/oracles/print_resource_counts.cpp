// Prints what the model counts for memories and products, for a synthesiser to be held against:
// RULE,KIND,A,B,COUNT with KIND block_ram (halves of a BRAM36 of A bits x B words), lut_ram (LUTs,
// likewise) or dsp (DSP48E1 of A x B bits), and RULE equal, or at_most where the least number takes
// what Yosys does not do: block RAMs of several aspect ratios in one memory, uneven parts of a
// product.
#include <algorithm>
#include <iostream>

#include "model/stats/resources.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;

namespace {

/// The least half blocks of one aspect ratio alone.
std::int64_t of_one_ratio(std::int64_t width, std::int64_t depth) {
  const auto ceil_of = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
  std::int64_t least = width * depth;
  for (const auto& [w, d] :
       {std::pair{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}})
    least = std::min(least, ceil_of(width, w) * ceil_of(depth, d));
  return least;
}

void print_memory(std::int64_t width, std::int64_t depth) {
  if (const std::int64_t halves = ramb18_for(width, depth); halves > 0)
    std::cout << (halves == of_one_ratio(width, depth) ? "equal" : "at_most") << ",block_ram,"
              << width << "," << depth << "," << halves << "\n";
  if (const std::int64_t luts = memory_luts_for(width, depth); luts > 0)
    std::cout << "equal,lut_ram," << width << "," << depth << "," << luts << "\n";
}

void print_product(const char* rule, int a, int b) {
  std::cout << rule << ",dsp," << a << "," << b << "," << dsp48_for(a, b) << "\n";
}

void print_design(const Parameters& p, const std::vector<LayerSize>& layers) {
  for (const Memory& memory : memories_of(p, layers))
    print_memory(memory.width_bits, memory.depth_words);
  print_product("equal", p.numeric.weight.bits, p.numeric.delta_bits);
  print_product("equal", p.numeric.activation.bits, p.numeric.activation.bits);
}

/// The default designs, and two of fewer PEs and deeper memories.
void print_designs() {
  const std::vector<LayerSize> layers{{40, 256, 296}};
  print_design(default_parameters(AcceleratorKind::drnn), layers);
  print_design(default_parameters(AcceleratorKind::edgedrnn), {});
  Parameters p = default_parameters(AcceleratorKind::drnn);
  p.mac.pe_per_channel = 64;
  p.delta.fifo_depth = 100;
  print_design(p, layers);
  p.mac.pe_per_channel = 4;
  print_design(p, layers);
}

/// Every aspect ratio of half a block and of a whole one.
void print_ratios() {
  for (const auto& [width, depth] : {std::pair{36, 512},
                                     {18, 1024},
                                     {9, 2048},
                                     {4, 4096},
                                     {2, 8192},
                                     {1, 16384},
                                     {72, 512},
                                     {36, 1024},
                                     {18, 2048},
                                     {9, 4096},
                                     {4, 8192},
                                     {2, 16384},
                                     {1, 32768}}) {
    print_memory(width, depth);
    print_memory(width + 1, depth);
    print_memory(width, depth + 1);
  }
}

void print_random_shapes() {
  test::RandomSource random(9);
  for (int i = 0; i < 20; ++i) print_memory(random.between(1, 80), random.between(65, 5000));
  for (int i = 0; i < 10; ++i) print_memory(random.between(1, 80), random.between(33, 64));
  for (int i = 0; i < 12; ++i) print_product("at_most", random.small(8, 50), random.small(8, 50));
  for (const auto& [a, b] : {std::pair{25, 18}, {18, 25}, {26, 18}, {25, 19}, {2, 16}, {8, 16}})
    print_product("equal", a, b);
}

}  // namespace

int main() {
  print_designs();
  print_ratios();
  print_random_shapes();
}
