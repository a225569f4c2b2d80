#pragma once

#include <string>
#include <vector>

#include "model/arith/network.hpp"
#include "tests/formats/onnx_builder.hpp"

namespace drnn::test {

/// Blocks r, u, c in ONNX's order z, r, h, one after another.
inline std::vector<float> stacked(const std::array<std::vector<float>, kGates>& gates) {
  std::vector<float> values = gates[kUpdate];
  for (const int gate : {kReset, kCandidate})
    values.insert(values.end(), gates[gate].begin(), gates[gate].end());
  return values;
}

/// Adds layer `index` on the value `x`; returns the name of its output (steps, 1, hidden).
inline std::string add_layer(OnnxBuilder& builder, const FloatLayer& layer, std::size_t index,
                             const std::string& x) {
  const std::string name = "gru" + std::to_string(index);
  const std::int64_t rows = kGates * layer.hidden;
  std::vector<float> biases = stacked(layer.b_x);
  const std::vector<float> recurrent = stacked(layer.b_h);
  biases.insert(biases.end(), recurrent.begin(), recurrent.end());
  builder.floats(name + "_W", {1, rows, layer.inputs}, stacked(layer.w_x));
  builder.floats(name + "_R", {1, rows, layer.hidden}, stacked(layer.w_h));
  builder.floats(name + "_B", {1, 2 * rows}, biases);
  onnx::NodeProto& gru =
      builder.node("GRU", {x, name + "_W", name + "_R", name + "_B"}, {name + "_Y"});
  set_int(gru, "hidden_size", layer.hidden);
  set_int(gru, "linear_before_reset", 1);
  builder.node("Squeeze", {name + "_Y", "axis1"}, {name});
  return name;
}

/// A network as PyTorch exports it, its readout applied as `readout.steps` says.
inline OnnxBuilder network_model(const FloatNetwork& network) {
  OnnxBuilder builder;
  builder.input("x", {-1, 1, network.layers.front().inputs});
  builder.integers("axis1", {1}).integers("last", {-1});
  std::string value = "x";
  for (std::size_t i = 0; i < network.layers.size(); ++i)
    value = add_layer(builder, network.layers[i], i, value);
  if (!network.readout) {
    builder.output(value);
    return builder;
  }
  const Readout& readout = *network.readout;
  if (readout.steps == ReadoutSteps::last) builder.node("Gather", {value, "last"}, {"h"});
  if (readout.steps == ReadoutSteps::mean) {
    onnx::NodeProto& mean = builder.node("ReduceMean", {value}, {"h"});
    set_ints(mean, "axes", {0});
    set_int(mean, "keepdims", 0);
  }
  if (readout.steps != ReadoutSteps::each) value = "h";
  builder.floats("w", {readout.classes, readout.hidden}, readout.weight);
  builder.floats("b", {readout.classes}, readout.bias);
  set_ints(builder.node("Transpose", {"w"}, {"wt"}), "perm", {1, 0});
  builder.node("MatMul", {value, "wt"}, {"product"});
  builder.node("Add", {"product", "b"}, {readout.softmax ? "sum" : "logits"});
  if (readout.softmax) set_int(builder.node("Softmax", {"sum"}, {"logits"}), "axis", -1);
  builder.output("logits");
  return builder;
}

}  // namespace drnn::test
