#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/arith/network.hpp"

namespace drnn {

/// A network as EdgeDRNN with K = num_pe PEs holds it: inputs padded with zeros to a multiple of K.

/// Padded inputs, then the units of each layer.
std::vector<int> edge_sizes(const QuantisedNetwork& network, int num_pe);

/// What forbids this network on K PEs; nothing where it is allowed.
std::optional<std::string> edge_network_fault(const QuantisedNetwork& network, int num_pe);

/// The weights in memory, a byte each: columns [bias][x...][h...] of each layer, each r(H) u(H)
/// c(H); those of padded inputs are zeros.
std::vector<std::int8_t> edge_columns(const QuantisedNetwork& network, int num_pe);

/// One step's inputs, padded.
std::vector<std::int16_t> edge_input(const std::int16_t* words, int inputs, int num_pe);

}  // namespace drnn
