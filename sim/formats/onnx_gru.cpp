#include "sim/formats/onnx_gru.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/formats/text.hpp"

namespace drnn {
namespace {

/// Inputs of the operator, in its order.
enum GruInput { kX = 0, kW, kR, kB, kSequenceLens, kInitialH };

/// ONNX stacks the gates z, r, h: where each of ours lies.
constexpr std::int64_t kOnnxGate[kGates] = {1, 0, 2};

class GruReader {
 public:
  GruReader(const OnnxGraph& graph, OnnxConstants& constants, const onnx::NodeProto& node,
            const std::string& features, std::vector<std::string>& notes)
      : graph_(graph), constants_(constants), node_(node), features_(features), notes_(notes) {}

  FloatLayer read() {
    check_attributes();
    check_initial_state();
    const ConstantTensor& r = tensor(kR, "R");
    const ConstantTensor& w = tensor(kW, "W");
    FloatLayer layer;
    read_sizes(w, r, layer);
    read_weights(w, r, layer);
    read_biases(layer);
    return layer;
  }

 private:
  void check_attributes() {
    static const std::set<std::string> kKnown = {
        "hidden_size", "direction", "linear_before_reset", "layout",
        "activations", "clip",      "activation_alpha",    "activation_beta"};
    for (const onnx::AttributeProto& attribute : node_.attribute()) {
      const std::string& name = attribute.name();
      if (kKnown.count(name) == 0) fail("attribute '" + printable(name) + "' is not known");
      const bool refused = name == "clip" || name.rfind("activation_", 0) == 0;
      if (refused) fail("attribute '" + name + "' is not supported by the accelerator");
    }
    check_direction();
    check_activations();
    if (integer_attribute(graph_, node_, "layout", 0) != 0) {
      fail("layout 1 (batch first); allowed: layout 0, with a Transpose before it");
    }
    if (integer_attribute(graph_, node_, "linear_before_reset", 0) != 1) {
      fail(
          "linear_before_reset is 0: the reset gate applies before the recurrent product, which "
          "the accelerator does not compute; allowed: 1, as PyTorch exports it");
    }
  }

  void check_direction() {
    const onnx::AttributeProto* direction = find_attribute(node_, "direction");
    if (direction == nullptr || direction->s() == "forward") return;
    fail("direction '" + printable(direction->s()) + "'; allowed: forward");
  }

  void check_activations() {
    const onnx::AttributeProto* list = find_attribute(node_, "activations");
    if (list == nullptr) return;
    const bool usual =
        list->strings_size() == 2 && list->strings(0) == "Sigmoid" && list->strings(1) == "Tanh";
    if (!usual) fail("custom activations; allowed: Sigmoid, Tanh");
  }

  void check_initial_state() {
    if (!input_name(node_, kSequenceLens).empty()) {
      fail("sequence_lens is not supported: each sequence is a file of its own");
    }
    const std::string state = input_name(node_, kInitialH);
    if (state.empty() || constants_.is_zero(state)) return;
    const std::string input = constants_.input_behind(state);
    if (!input.empty() && input != features_) {
      note("the initial state is the network's input '" + printable(input) +
           "': taken as zero, from which the accelerator starts");
      return;
    }
    fail("the initial state '" + printable(state) +
         "' is not known to be zero; the accelerator starts from zero");
  }

  /// Once, however many layers it concerns.
  void note(const std::string& text) {
    if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(text);
  }

  void read_sizes(const ConstantTensor& w, const ConstantTensor& r, FloatLayer& layer) {
    const bool plain = r.dims.size() == 3 && r.dims[0] == 1 && r.dims[2] >= 1 &&
                       r.dims[2] <= kLargest && r.dims[1] == kGates * r.dims[2];
    if (!plain) fail("R has the shape " + shape(r) + "; allowed: (1, 3*hidden, hidden)");
    const std::int64_t hidden = r.dims[2];
    const bool fits = w.dims.size() == 3 && w.dims[0] == 1 && w.dims[1] == kGates * hidden &&
                      w.dims[2] >= 1 && w.dims[2] <= kLargest;
    if (!fits) {
      fail("W has the shape " + shape(w) + "; allowed: (1, " + std::to_string(kGates * hidden) +
           ", inputs)");
    }
    const std::int64_t declared = integer_attribute(graph_, node_, "hidden_size", hidden);
    if (declared != hidden) {
      fail("hidden_size is " + std::to_string(declared) + ", but R has " + std::to_string(hidden));
    }
    layer.hidden = static_cast<int>(hidden);
    layer.inputs = static_cast<int>(w.dims[2]);
  }

  void read_weights(const ConstantTensor& w, const ConstantTensor& r, FloatLayer& layer) {
    for (int gate = 0; gate < kGates; ++gate) {
      layer.w_x[gate] = part(w, kOnnxGate[gate], std::int64_t{layer.hidden} * layer.inputs);
      layer.w_h[gate] = part(r, kOnnxGate[gate], std::int64_t{layer.hidden} * layer.hidden);
    }
  }

  void read_biases(FloatLayer& layer) {
    ConstantTensor b{{}, std::vector<float>(2 * kGates * static_cast<std::size_t>(layer.hidden))};
    if (!input_name(node_, kB).empty()) {
      const std::int64_t size = std::int64_t{2} * kGates * layer.hidden;
      b = tensor(kB, "B");
      if (b.dims != std::vector<std::int64_t>{1, size}) {
        fail("B has the shape " + shape(b) + "; allowed: (1, " + std::to_string(size) + ")");
      }
    }
    for (int gate = 0; gate < kGates; ++gate) {
      layer.b_x[gate] = part(b, kOnnxGate[gate], layer.hidden);
      layer.b_h[gate] = part(b, kGates + kOnnxGate[gate], layer.hidden);
    }
  }

  const ConstantTensor& tensor(GruInput input, const std::string& name) {
    const std::string value = input_name(node_, input);
    if (value.empty()) fail("has no " + name);
    const ConstantTensor& constant = constants_.floats(node_, value);
    for (std::size_t i = 0; i < constant.values.size(); ++i) {
      if (!std::isfinite(constant.values[i])) {
        fail(name + " is not finite at index " + std::to_string(i));
      }
    }
    return constant;
  }

  /// Block `index` of `size` values.
  static std::vector<float> part(const ConstantTensor& from, std::int64_t index,
                                 std::int64_t size) {
    const auto begin = from.values.begin() + index * size;
    return {begin, begin + size};
  }

  static std::string shape(const ConstantTensor& constant) {
    std::string text;
    for (const std::int64_t dim : constant.dims) {
      text += (text.empty() ? "" : ", ") + std::to_string(dim);
    }
    return "(" + text + ")";
  }

  [[noreturn]] void fail(const std::string& reason) const { graph_.fail(node_, reason); }

  static constexpr std::int64_t kLargest = std::int64_t{1} << 28;

  const OnnxGraph& graph_;
  OnnxConstants& constants_;
  const onnx::NodeProto& node_;
  const std::string& features_;
  std::vector<std::string>& notes_;
};

}  // namespace

FloatLayer read_gru(const OnnxGraph& graph, OnnxConstants& constants, const onnx::NodeProto& node,
                    const std::string& features, std::vector<std::string>& notes) {
  return GruReader(graph, constants, node, features, notes).read();
}

}  // namespace drnn
