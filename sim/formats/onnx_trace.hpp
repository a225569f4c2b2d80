#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/formats/onnx_constants.hpp"

namespace drnn {

/// Where a value comes from: the nodes passed over, from the source on, and the source itself.
struct OnnxTrace {
  std::vector<const onnx::NodeProto*> nodes;
  const onnx::NodeProto* source = nullptr;  ///< null: no node, see `value`
  std::string value;                        ///< the source's output, or what no node computes
};

/// The input through which a node is traced on, empty where the trace ends at this node.
using DataInput = std::function<std::string(const onnx::NodeProto&)>;

/// Follows `value` backwards as long as `data_input` names one. Throws InputError on a cycle.
OnnxTrace trace_back(const OnnxGraph& graph, const std::string& value, const DataInput& data_input);

/// True where output `index` of the trace's source is its value.
bool ends_at_output(const OnnxTrace& trace, int index);

}  // namespace drnn
