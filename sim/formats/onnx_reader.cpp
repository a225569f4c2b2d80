#include "sim/formats/onnx_reader.hpp"

#include <map>

#include "sim/formats/onnx_gru.hpp"
#include "sim/formats/onnx_layout.hpp"
#include "sim/formats/onnx_readout.hpp"
#include "sim/formats/onnx_trace.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

using Nodes = std::vector<const onnx::NodeProto*>;

/// Puts the GRU nodes into the order in which one feeds the next, and checks what lies between.
class Chain {
 public:
  Chain(const OnnxGraph& graph, const OnnxConstants& constants)
      : graph_(graph), constants_(constants) {
    find_grus();
    for (const onnx::NodeProto* gru : grus_) link(*gru);
  }

  /// From the network's input to the last layer.
  Nodes ordered() const {
    const onnx::NodeProto* gru = first_;
    Nodes order;
    while (gru != nullptr && order.size() < grus_.size()) {
      order.push_back(gru);
      const auto next = next_.find(gru);
      gru = next == next_.end() ? nullptr : next->second;
    }
    if (order.size() != grus_.size()) graph_.fail("its GRU nodes do not form one chain");
    return order;
  }

  /// The graph input that the first layer reads. Only after ordered() has found one.
  const std::string& features() const { return traces_.at(first_).value; }

  void check_input(const onnx::NodeProto& gru, std::int64_t features) const {
    const OnnxTrace& trace = traces_.at(&gru);
    const OnnxLayout layout = arrive(trace, input_layout(trace.value, features), features);
    const bool fits = layout.axes.size() == 3 && layout.axes[0] != '1' && layout.axes[2] == 'f';
    if (layout.known() && !fits) {
      graph_.fail(gru, "its input is not laid out as (steps, batch, features)");
    }
  }

  void check_between(const onnx::NodeProto& gru, std::int64_t features, std::int64_t below) const {
    if (features != below) {
      graph_.fail(gru, "has " + std::to_string(features) + " inputs; the layer below has " +
                           std::to_string(below) + " units");
    }
    const OnnxLayout layout = arrive(traces_.at(&gru), {kGruOutputLayout}, features);
    if (layout.axes != "t1f") {
      graph_.fail(gru, "its input is not laid out as (steps, batch, features)");
    }
  }

 private:
  void find_grus() {
    for (const onnx::NodeProto& node : graph_.graph().node()) {
      const std::string op = operation(node);
      if (op == "LSTM" || op == "RNN") graph_.fail(node, "not supported; allowed: GRU");
      if (op == "GRU") grus_.push_back(&node);
    }
    if (grus_.empty()) graph_.fail("it holds no GRU node");
  }

  void link(const onnx::NodeProto& gru) {
    const OnnxTrace trace = trace_back(graph_, input_name(gru, 0), [](const auto& node) {
      return moves_axes_only(node) ? input_name(node, 0) : std::string();
    });
    traces_[&gru] = trace;
    if (trace.source == nullptr) {
      link_first(gru, trace.value);
    } else if (operation(*trace.source) == "GRU" && ends_at_output(trace, 0)) {
      if (!next_.emplace(trace.source, &gru).second) {
        graph_.fail(gru, "is a second layer on the same GRU; allowed: one after another");
      }
    } else {
      graph_.fail(*trace.source, "not supported before the GRU '" + printable(gru.name()) +
                                     "'; allowed: the network's input or the layer below");
    }
  }

  void link_first(const onnx::NodeProto& gru, const std::string& value) {
    if (graph_.input(value) == nullptr) {
      graph_.fail(gru, "its input '" + printable(value) + "' is no input of the graph");
    }
    if (first_ != nullptr) {
      graph_.fail(gru, "is a second GRU on the graph's input; allowed: one after another");
    }
    first_ = &gru;
  }

  OnnxLayout input_layout(const std::string& value, std::int64_t features) const {
    const onnx::TypeProto& type = graph_.input(value)->type();
    if (!type.has_tensor_type() || !type.tensor_type().has_shape()) return {};
    const auto& dims = type.tensor_type().shape().dim();
    if (dims.empty()) return {};
    const auto& last = *dims.rbegin();
    if (last.has_dim_value() && last.dim_value() != features) {
      graph_.fail("the input '" + printable(value) + "' has " + std::to_string(last.dim_value()) +
                  " features, its GRU " + std::to_string(features) + " inputs");
    }
    return {std::string(static_cast<std::size_t>(dims.size()) - 1, '?') + "f"};
  }

  OnnxLayout arrive(const OnnxTrace& trace, OnnxLayout layout, std::int64_t features) const {
    for (const onnx::NodeProto* node : trace.nodes) {
      layout = apply_layout(graph_, constants_, *node, layout, features);
    }
    return layout;
  }

  const OnnxGraph& graph_;
  const OnnxConstants& constants_;
  Nodes grus_;
  const onnx::NodeProto* first_ = nullptr;
  std::map<const onnx::NodeProto*, const onnx::NodeProto*> next_;
  std::map<const onnx::NodeProto*, OnnxTrace> traces_;
};

}  // namespace

FloatNetwork read_onnx(const std::filesystem::path& path, std::vector<std::string>* notes) {
  const OnnxGraph graph(path);
  OnnxConstants constants(graph);
  const Chain chain(graph, constants);
  const Nodes grus = chain.ordered();
  FloatNetwork network;
  std::vector<std::string> unread;
  if (notes == nullptr) notes = &unread;
  for (const onnx::NodeProto* gru : grus) {
    FloatLayer layer = read_gru(graph, constants, *gru, chain.features(), *notes);
    if (network.layers.empty()) {
      chain.check_input(*gru, layer.inputs);
    } else {
      chain.check_between(*gru, layer.inputs, network.layers.back().hidden);
    }
    network.layers.push_back(std::move(layer));
  }
  network.readout =
      find_readout(graph, constants, *grus.back(), network.layers.back().hidden, *notes);
  return network;
}

}  // namespace drnn
