#include "sim/formats/onnx_readout.hpp"

#include <algorithm>
#include <cmath>

#include "sim/formats/onnx_layout.hpp"
#include "sim/formats/onnx_trace.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

bool is_linear(const onnx::NodeProto& node) {
  return operation(node) == "MatMul" || operation(node) == "Gemm";
}

bool is_softmax(const onnx::NodeProto& node) {
  return operation(node) == "Softmax" || operation(node) == "LogSoftmax";
}

bool selects(const onnx::NodeProto& node) {
  return operation(node) == "Gather" || operation(node) == "Slice";
}

/// Follows the nodes from the last GRU to one output and collects the readout on the way.
class ReadoutReader {
 public:
  ReadoutReader(const OnnxGraph& graph, OnnxConstants& constants, int hidden, bool state)
      : graph_(graph),
        constants_(constants),
        width_(hidden),
        layout_{state ? kGruStateLayout : kGruOutputLayout},
        selected_(state) {}

  void follow(const onnx::NodeProto& node) {
    if (moves_axes_only(node)) {
      layout_ = apply_layout(graph_, constants_, node, layout_, width_);
    } else if (selects(node)) {
      select(node);
    } else if (is_linear(node)) {
      take_weight(node);
    } else if (is_softmax(node)) {
      check_softmax(node);
    } else {
      take_bias(node, 0);
    }
  }

  const std::optional<Readout>& readout() const { return readout_; }
  bool selected() const { return selected_; }

 private:
  void select(const onnx::NodeProto& node) {
    const bool gather = operation(node) == "Gather";
    auto axes =
        gather ? std::vector{integer_attribute(graph_, node, "axis", 0)}
               : constants_.integers(input_name(node, 3)).value_or(std::vector<std::int64_t>{});
    if (axes.size() != 1) graph_.fail(node, "allowed: a range of one axis, given as a constant");
    const std::size_t axis = axis_index(graph_, node, axes[0], layout_.axes.size());
    if (layout_.axes[axis] == 'f') graph_.fail(node, "selects features");
    selected_ = selected_ || layout_.axes[axis] == 't';
    if (gather) layout_.axes.erase(axis, 1);
  }

  void take_weight(const onnx::NodeProto& node) {
    if (readout_) graph_.fail(node, "is a second readout layer; allowed: one linear layer");
    if (layout_.axes.empty() || layout_.axes.back() != 'f') {
      graph_.fail(node, "does not multiply along the features");
    }
    const ConstantTensor& weight = constants_.floats(node, input_name(node, 1));
    const bool by_class = transposed(node);
    const auto& dims = weight.dims;
    if (dims.size() != 2 || dims[0] < 1 || dims[1] < 1 || dims[by_class ? 1 : 0] != width_) {
      graph_.fail(node, "its weight does not fit " + std::to_string(width_) + " units");
    }
    check_finite(node, weight);
    const std::int64_t classes = dims[by_class ? 0 : 1];
    readout_ = Readout{static_cast<int>(classes),
                       static_cast<int>(width_),
                       {},
                       std::vector<float>(static_cast<std::size_t>(classes))};
    copy_weight(weight, by_class);
    width_ = classes;
    if (operation(node) == "Gemm" && !input_name(node, 2).empty()) take_bias(node, 2);
  }

  /// True where the weight lies as (classes, hidden).
  bool transposed(const onnx::NodeProto& node) const {
    if (operation(node) == "MatMul") return false;
    for (const char* name : {"alpha", "beta"}) {
      const onnx::AttributeProto* factor = find_attribute(node, name);
      if (factor != nullptr && factor->f() != 1.0f) {
        graph_.fail(node, std::string(name) + " is not 1");
      }
    }
    if (integer_attribute(graph_, node, "transA", 0) != 0) graph_.fail(node, "transA is not 0");
    return integer_attribute(graph_, node, "transB", 0) != 0;
  }

  void copy_weight(const ConstantTensor& weight, bool by_class) {
    readout_->weight = weight.values;
    if (by_class) return;
    const auto classes = static_cast<std::size_t>(readout_->classes);
    const auto hidden = static_cast<std::size_t>(readout_->hidden);
    for (std::size_t row = 0; row < classes; ++row) {
      for (std::size_t i = 0; i < hidden; ++i) {
        readout_->weight[row * hidden + i] = weight.values[i * classes + row];
      }
    }
  }

  /// `input`: which one is the bias; of an Add either may be.
  void take_bias(const onnx::NodeProto& node, int input) {
    if (!readout_) graph_.fail(node, "adds to h before the readout");
    if (biased_) graph_.fail(node, "is a second bias of the readout");
    if (operation(node) == "Add" && !constants_.is_constant(node.input(0))) input = 1;
    const ConstantTensor& bias = constants_.floats(node, input_name(node, input));
    const bool a_row = std::all_of(bias.dims.begin(), bias.dims.end() - !bias.dims.empty(),
                                   [](std::int64_t dim) { return dim == 1; });
    if (!a_row || static_cast<std::int64_t>(bias.values.size()) != width_) {
      graph_.fail(node, "its bias does not fit " + std::to_string(width_) + " classes");
    }
    check_finite(node, bias);
    readout_->bias = bias.values;
    biased_ = true;
  }

  void check_softmax(const onnx::NodeProto& node) const {
    const std::size_t rank = layout_.axes.size();
    const std::size_t axis =
        axis_index(graph_, node, integer_attribute(graph_, node, "axis", -1), rank);
    if (!readout_ || axis != rank - 1) graph_.fail(node, "allowed: over the readout's classes");
  }

  void check_finite(const onnx::NodeProto& node, const ConstantTensor& tensor) const {
    const auto bad = std::find_if(tensor.values.begin(), tensor.values.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (bad == tensor.values.end()) return;
    graph_.fail(
        node, "its constant is not finite at index " + std::to_string(bad - tensor.values.begin()));
  }

  const OnnxGraph& graph_;
  OnnxConstants& constants_;
  std::int64_t width_;  ///< size of the features' axis
  OnnxLayout layout_;
  bool selected_;  ///< some steps only
  bool biased_ = false;
  std::optional<Readout> readout_;
};

/// How an output is traced towards the GRUs: through all that a readout may consist of.
std::string readout_input(const OnnxConstants& constants, const onnx::NodeProto& node) {
  const std::string first = input_name(node, 0);
  const std::string second = input_name(node, 1);
  if (moves_axes_only(node) || selects(node) || is_softmax(node)) return first;
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
      if (!is_states(*trace.source)) refuse(*trace.source);
    } else if (trace.source == &last_gru_) {
      follow(trace);
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

  /// The final states of the layers, stacked, are no readout.
  bool is_states(const onnx::NodeProto& node) const {
    return operation(node) == "Concat" &&
           std::all_of(node.input().begin(), node.input().end(), [this](const std::string& value) {
             const OnnxTrace part = back(value);
             return part.source != nullptr && operation(*part.source) == "GRU" &&
                    ends_at_output(part, 1);
           });
  }

  void follow(const OnnxTrace& trace) {
    ReadoutReader reader(graph_, constants_, hidden_, ends_at_output(trace, 1));
    for (const onnx::NodeProto* node : trace.nodes) reader.follow(*node);
    if (!reader.readout()) return;
    if (reader.selected()) {
      left_out = true;
    } else if (readout) {
      graph_.fail("two outputs have a readout; allowed: one");
    } else {
      readout = reader.readout();
    }
  }

  void check_lower_layer(const OnnxTrace& trace) const {
    for (const onnx::NodeProto* node : trace.nodes) {
      if (is_linear(*node)) graph_.fail(*node, "reads a layer that is not the last");
    }
  }

  [[noreturn]] void refuse(const onnx::NodeProto& node) const {
    graph_.fail(node,
                "not supported between the last GRU and an output; allowed: one linear layer "
                "(MatMul or Gemm, Add), nodes that rename axes, Softmax and LogSoftmax");
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
    notes.push_back("the readout applies to selected steps only and is left out");
  }
  return walker.readout;
}

}  // namespace drnn
