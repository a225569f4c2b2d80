#pragma once

#include <vector>

#include "model/arith/network.hpp"
#include "model/blocks/network_shape.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::test {

/// A random network in the profile's formats. sizes: inputs, then the units of each layer.
inline QuantisedNetwork random_network(const std::vector<int>& sizes, const NumericProfile& profile,
                                       RandomSource& random) {
  QuantisedNetwork network;
  const auto weight = [&] {
    return static_cast<std::int16_t>(
        random.between(profile.weight.min_raw() / 2, profile.weight.max_raw() / 2));
  };
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    QuantisedLayer layer;
    layer.inputs = sizes[l - 1];
    layer.hidden = sizes[l];
    layer.bias_columns = profile.bias_path == BiasPath::column ? 1 : 0;
    const auto words = static_cast<std::size_t>(layer.column_count() * kGates * layer.hidden);
    for (std::size_t i = 0; i < words; ++i) layer.columns.push_back(weight());
    for (auto* m : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch}) {
      for (int i = 0; i < layer.hidden; ++i)
        m->push_back(layer.bias_columns > 0 ? 0
                                            : static_cast<std::int32_t>(random.between(-300, 300)));
    }
    network.layers.push_back(std::move(layer));
  }
  return network;
}

inline NetworkShape shape_of(const QuantisedNetwork& network) {
  NetworkShape shape;
  for (const QuantisedLayer& l : network.layers)
    shape.push_back({l.inputs, l.hidden, l.bias_columns});
  return shape;
}

/// An input that holds still, drifts and jumps: (steps, inputs) row-major.
inline std::vector<std::int16_t> random_input(int steps, int inputs, RandomSource& random) {
  std::vector<std::int16_t> words;
  std::vector<std::int64_t> value(static_cast<std::size_t>(inputs), 0);
  for (int t = 0; t < steps; ++t) {
    for (std::int64_t& v : value) {
      if (random.chance(40)) v += random.between(-60, 60);
      if (random.chance(5)) v = random.between(-1000, 1000);
      words.push_back(static_cast<std::int16_t>(v));
    }
  }
  return words;
}

}  // namespace drnn::test
