#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/arith/network.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::test {

/// A random layer in the profile's formats. Weights are uniform in +-largest_weight (real units),
/// biases in +-1.
inline QuantisedLayer random_layer(int inputs, int hidden, double largest_weight,
                                   const NumericProfile& profile, RandomSource& random) {
  QuantisedLayer layer;
  layer.inputs = inputs;
  layer.hidden = hidden;
  layer.bias_columns = profile.bias_path == BiasPath::column ? 1 : 0;
  const auto limit = static_cast<int>(largest_weight * (1 << profile.weight.frac_bits));
  for (int i = 0; i < layer.column_count() * kGates * hidden; ++i) {
    layer.columns.push_back(static_cast<std::int16_t>(random.small(-limit, limit)));
  }
  const int bias_limit = layer.bias_columns != 0 ? 0 : 1 << profile.bias.frac_bits;
  for (auto* m : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch}) {
    for (int i = 0; i < hidden; ++i) m->push_back(random.small(-bias_limit, bias_limit));
  }
  return layer;
}

/// Moves some of the values: small steps, jumps within +-limit, and many that hold still.
inline void drift(std::vector<std::int32_t>& x, int limit, RandomSource& random) {
  for (std::int32_t& value : x) {
    if (random.chance(40)) value += random.small(-40, 40);
    if (random.chance(8)) value = random.small(-limit, limit);
    value = std::min(std::max(value, -limit), limit);
  }
}

}  // namespace drnn::test
