#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace drnn {

/// What --synthetic asks for.
struct SyntheticSpec {
  int inputs = 0;
  std::vector<int> hidden;  ///< units of each layer
  std::int64_t steps = 0;
  double density_x = 0.1;  ///< target share of the network's inputs that fire a step
  double density_h = 0.1;  ///< target share of each layer's units that fire a step
  std::uint64_t seed = 1;
};

/// Parses "layers=40x768x768,steps=N,density_x=D,density_h=D,seed=S": `layers` is the number of
/// inputs, then the units of each layer. layers and steps are required. Throws InputError naming
/// the key, its value and what is allowed, for an unknown, doubled or missing key too.
SyntheticSpec parse_synthetic(const std::string& text);

/// The specification as parse_synthetic() reads it, every key written out.
std::string to_string(const SyntheticSpec& spec);

}  // namespace drnn
