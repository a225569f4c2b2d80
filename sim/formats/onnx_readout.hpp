#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/arith/network.hpp"
#include "sim/formats/onnx_constants.hpp"

namespace drnn {

/// The linear layer between the last GRU and the graph's outputs, none where there is none or it
/// applies to other steps than each, the last or the mean of all (then `notes` gets a line). One of
/// each step goes before others. Outputs that are states or lower layers are passed over. Throws
/// InputError naming the node that is not understood.
std::optional<Readout> find_readout(const OnnxGraph& graph, OnnxConstants& constants,
                                    const onnx::NodeProto& last_gru, int hidden,
                                    std::vector<std::string>& notes);

}  // namespace drnn
