#include "sim/formats/onnx_readout.hpp"

#include <algorithm>

#include "sim/formats/onnx_readout_reader.hpp"
#include "sim/formats/onnx_trace.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

/// How an output is traced towards the GRUs: through all that a readout may consist of.
std::string readout_input(const OnnxConstants& constants, const onnx::NodeProto& node) {
  const std::string first = input_name(node, 0);
  const std::string second = input_name(node, 1);
  if (moves_axes_only(node) || selects(node) || is_mean(node) || is_softmax(node)) return first;
  if (is_linear(node)) return constants.is_constant(second) ? first : "";
  if (operation(node) != "Add") return "";
  if (constants.is_constant(second)) return first;
  return constants.is_constant(first) ? second : "";
}

class OutputWalker {
 public:
  OutputWalker(const OnnxGraph& graph, OnnxConstants& constants, const onnx::NodeProto& last_gru,
               int hidden)
      : graph_(graph), constants_(constants), last_gru_(last_gru), hidden_(hidden) {}

  void walk(const std::string& output) {
    const OnnxTrace trace = back(output);
    if (trace.source == nullptr) return;
    if (operation(*trace.source) != "GRU") {
      walk_states(trace);
    } else if (trace.source == &last_gru_) {
      const bool state = ends_at_output(trace, 1);
      follow(trace, {{state ? kGruStateLayout : kGruOutputLayout}, 1, state});
    } else {
      check_lower_layer(trace);
    }
  }

  std::optional<Readout> readout;
  bool left_out = false;

 private:
  OnnxTrace back(const std::string& value) const {
    return trace_back(graph_, value, [this](const onnx::NodeProto& node) {
      return readout_input(constants_, node);
    });
  }

  void walk_states(const OnnxTrace& trace) {
    const onnx::NodeProto& node = *trace.source;
    if (!is_states(node)) refuse(node);
    const bool last_at_end = back(node.input(node.input_size() - 1)).source == &last_gru_;
    if (last_at_end) {
      follow(trace, {{kStatesLayout}, node.input_size(), true});
    } else {
      check_lower_layer(trace);
    }
  }

  /// The final states of layers, stacked.
  bool is_states(const onnx::NodeProto& node) const {
    return operation(node) == "Concat" && node.input_size() > 0 &&
           std::all_of(node.input().begin(), node.input().end(), [this](const std::string& value) {
             const OnnxTrace part = back(value);
             return part.source != nullptr && operation(*part.source) == "GRU" &&
                    ends_at_output(part, 1);
           });
  }

  void follow(const OnnxTrace& trace, const ReadoutSource& source) {
    ReadoutReader reader(graph_, constants_, hidden_, source);
    for (const onnx::NodeProto* node : trace.nodes) reader.follow(*node);
    const std::optional<Readout> found = reader.readout();
    if (!found) return;
    if (reader.left_out()) {
      left_out = true;
    } else if (!readout || readout->steps != ReadoutSteps::each) {
      if (readout && found->steps != ReadoutSteps::each) two_readouts();
      readout = found;
    } else if (found->steps == ReadoutSteps::each) {
      two_readouts();
    }
  }

  [[noreturn]] void two_readouts() const {
    graph_.fail("two outputs have a readout; allowed: one");
  }

  void check_lower_layer(const OnnxTrace& trace) const {
    for (const onnx::NodeProto* node : trace.nodes) {
      if (is_linear(*node)) graph_.fail(*node, "reads a layer that is not the last");
    }
  }

  [[noreturn]] void refuse(const onnx::NodeProto& node) const {
    graph_.fail(
        node,
        "not supported between the last GRU and an output; allowed: one linear layer "
        "(MatMul or Gemm, Add), nodes that rename axes, the last step, the mean over steps, "
        "Softmax and LogSoftmax");
  }

  const OnnxGraph& graph_;
  OnnxConstants& constants_;
  const onnx::NodeProto& last_gru_;
  const int hidden_;
};

}  // namespace

std::optional<Readout> find_readout(const OnnxGraph& graph, OnnxConstants& constants,
                                    const onnx::NodeProto& last_gru, int hidden,
                                    std::vector<std::string>& notes) {
  OutputWalker walker(graph, constants, last_gru, hidden);
  for (const onnx::ValueInfoProto& output : graph.graph().output()) walker.walk(output.name());
  if (walker.left_out && !walker.readout) {
    notes.push_back(
        "the readout applies to other steps than each, the last or all, and is left out");
  }
  return walker.readout;
}

}  // namespace drnn
