#include "sim/formats/onnx_trace.hpp"

#include <algorithm>

namespace drnn {

OnnxTrace trace_back(const OnnxGraph& graph, const std::string& value,
                     const DataInput& data_input) {
  OnnxTrace trace;
  trace.value = value;
  while (const onnx::NodeProto* node = graph.producer(trace.value)) {
    const std::string next = data_input(*node);
    if (next.empty()) {
      trace.source = node;
      break;
    }
    if (trace.nodes.size() > static_cast<std::size_t>(graph.graph().node_size())) {
      graph.fail(*node, "is part of a cycle");
    }
    trace.nodes.push_back(node);
    trace.value = next;
  }
  std::reverse(trace.nodes.begin(), trace.nodes.end());
  return trace;
}

bool ends_at_output(const OnnxTrace& trace, int index) {
  return trace.source != nullptr && index < trace.source->output_size() &&
         trace.source->output(index) == trace.value;
}

}  // namespace drnn
