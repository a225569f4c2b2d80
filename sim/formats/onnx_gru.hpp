#pragma once

#include "model/arith/network.hpp"
#include "sim/formats/onnx_constants.hpp"

namespace drnn {

/// One GRU node as a layer. Throws InputError naming the node for every form of the operator that
/// the accelerator does not compute.
FloatLayer read_gru(const OnnxGraph& graph, OnnxConstants& constants, const onnx::NodeProto& node);

}  // namespace drnn
