#pragma once

#include <string>
#include <vector>

#include "model/blocks/edgedrnn/ideal_bench.hpp"
#include "tests/support/networks.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::test {

/// A network, its input and what the registers hold, for the conformance bench.
struct EdgeCase {
  int num_pe = 8;
  std::vector<int> sizes;  ///< padded inputs, then the units of each layer
  QuantisedNetwork network;
  IdealWorkload workload;

  EdgeConfig config() const {
    EdgeConfig c;
    c.num_pe = num_pe;
    return c;
  }
  int hidden() const { return sizes.back(); }
  int groups() const { return hidden() / num_pe; }
  std::size_t layers() const { return sizes.size() - 1; }
  std::string describe() const {
    std::string text = "K " + std::to_string(num_pe) + ", sizes";
    for (int size : sizes) text += " " + std::to_string(size);
    return text + ", thetas " + std::to_string(workload.registers.theta_x()) + " " +
           std::to_string(workload.registers.theta_h()) + ", steps " +
           std::to_string(workload.steps);
  }
};

inline std::vector<std::int16_t> weight_image(const QuantisedNetwork& network) {
  std::vector<std::int16_t> image;
  for (const QuantisedLayer& layer : network.layers)
    image.insert(image.end(), layer.columns.begin(), layer.columns.end());
  return image;
}

/// A random network and input of the given sizes.
inline EdgeCase edge_case(int num_pe, const std::vector<int>& sizes, std::uint32_t theta_x,
                          std::uint32_t theta_h, int steps, RandomSource& random) {
  EdgeCase c;
  c.num_pe = num_pe;
  c.sizes = sizes;
  c.network = random_network(sizes, numeric_profile("edgedrnn"), random);
  c.workload.weights = weight_image(c.network);
  c.workload.inputs = random_input(steps, sizes[0], random);
  c.workload.steps = static_cast<std::size_t>(steps);
  c.workload.registers.write(EdgeRegisters::kThetaX, theta_x);
  c.workload.registers.write(EdgeRegisters::kThetaH, theta_h);
  c.workload.registers.write_sizes(sizes);
  return c;
}

/// Any K, depth and size that the hardware allows, small enough to step.
inline EdgeCase random_edge_case(RandomSource& random) {
  const int num_pe = 2 << random.small(0, 5);
  const int groups = random.small(2, num_pe >= 32 ? 3 : 64 / num_pe);
  std::vector<int> sizes{num_pe * random.small(1, num_pe >= 32 ? 2 : 5)};
  for (int l = random.small(1, 4); l > 0; --l) sizes.push_back(groups * num_pe);
  // Above 1.0 = 256 the bias never fires; from 512 on the register's sign bit is set.
  const int largest = random.chance(20) ? 1100 : 80;
  const auto theta = [&] { return static_cast<std::uint32_t>(random.small(0, largest)); };
  const std::uint32_t theta_x = theta(), theta_h = theta();
  return edge_case(num_pe, sizes, theta_x, theta_h, random.small(1, 5), random);
}

/// What the untimed cells make of a case.
inline std::vector<std::int16_t> untimed_words(const EdgeCase& c) {
  const EdgeRegisters& registers = c.workload.registers;
  DeltaGruNetwork cells(c.network, numeric_profile("edgedrnn"),
                        {registers.theta_x(), registers.theta_h(), registers.skip()});
  std::vector<std::int16_t> words;
  const auto inputs = static_cast<std::ptrdiff_t>(c.sizes[0]);
  for (std::size_t t = 0; t < c.workload.steps; ++t) {
    const auto first = c.workload.inputs.begin() + static_cast<std::ptrdiff_t>(t) * inputs;
    const std::vector<std::int32_t> x(first, first + inputs);
    for (std::int32_t h : cells.step(x.data())) words.push_back(static_cast<std::int16_t>(h));
  }
  return words;
}

}  // namespace drnn::test
