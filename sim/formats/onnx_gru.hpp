#pragma once

#include <string>
#include <vector>

#include "model/arith/network.hpp"
#include "sim/formats/onnx_constants.hpp"

namespace drnn {

/// One GRU node as a layer. Throws InputError naming the node for every form of the operator that
/// the accelerator does not compute. An initial state that is an input of the graph, other than the
/// one named `features`, is taken as zero, and a line in `notes` says so.
FloatLayer read_gru(const OnnxGraph& graph, OnnxConstants& constants, const onnx::NodeProto& node,
                    const std::string& features, std::vector<std::string>& notes);

}  // namespace drnn
