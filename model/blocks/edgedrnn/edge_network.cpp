#include "model/blocks/edgedrnn/edge_network.hpp"

#include "model/blocks/edgedrnn/edge_registers.hpp"

namespace drnn {

std::vector<int> edge_sizes(const QuantisedNetwork& network, int num_pe) {
  std::vector<int> sizes{edge_padded(network.layers.front().inputs, num_pe)};
  for (const QuantisedLayer& layer : network.layers) sizes.push_back(layer.hidden);
  return sizes;
}

std::optional<std::string> edge_network_fault(const QuantisedNetwork& network, int num_pe) {
  return edge_shape_fault(edge_sizes(network, num_pe), num_pe);
}

std::vector<std::int8_t> edge_columns(const QuantisedNetwork& network, int num_pe) {
  std::vector<std::int8_t> bytes;
  const auto append = [&](const QuantisedLayer& layer, int first, int end) {
    bytes.insert(bytes.end(), layer.column(first), layer.column(end));
  };
  for (const QuantisedLayer& layer : network.layers) {
    const int padding = edge_padded(layer.inputs, num_pe) - layer.inputs;
    append(layer, 0, layer.h_column(0));
    bytes.insert(bytes.end(), static_cast<std::size_t>(padding * kGates * layer.hidden), 0);
    append(layer, layer.h_column(0), layer.column_count());
  }
  return bytes;
}

std::vector<std::int16_t> edge_input(const std::int16_t* words, int inputs, int num_pe) {
  std::vector<std::int16_t> padded(words, words + inputs);
  padded.resize(static_cast<std::size_t>(edge_padded(inputs, num_pe)), 0);
  return padded;
}

}  // namespace drnn
