#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/formats/onnx_graph.hpp"

namespace drnn {

/// A constant of float32 values: row-major, as many values as the dimensions say.
struct ConstantTensor {
  std::vector<std::int64_t> dims;
  std::vector<float> values;
};

/// What an ONNX graph knows without its inputs: initialisers, Constant nodes, and what Identity,
/// Squeeze, Unsqueeze, Transpose, Slice and Concat make of them (exports without constant folding
/// assemble the gates so).
class OnnxConstants {
 public:
  explicit OnnxConstants(const OnnxGraph& graph) : graph_(graph) {}

  /// True where `value` does not depend on the graph's inputs, as far as this class can tell.
  bool is_constant(const std::string& value) const { return is_constant(value, 0); }

  /// The float32 constant `value`, read by `node`. Throws InputError where it is not one.
  const ConstantTensor& floats(const onnx::NodeProto& node, const std::string& value);

  /// The integers of an initialiser or Constant node; nullopt where `value` is neither.
  std::optional<std::vector<std::int64_t>> integers(const std::string& value) const;

  /// True where `value` is certainly all zeros, whatever its shape turns out to be.
  bool is_zero(const std::string& value);

  /// The graph input whose values `value` holds, whatever nodes moved them; empty where it holds
  /// others.
  std::string input_behind(const std::string& value) const;

 private:
  bool is_constant(const std::string& value, int depth) const;
  ConstantTensor evaluate(const onnx::NodeProto& reader, const std::string& value);
  ConstantTensor evaluate(const onnx::NodeProto& node);
  ConstantTensor squeezed(const onnx::NodeProto& node);
  ConstantTensor transposed(const onnx::NodeProto& node);
  ConstantTensor sliced(const onnx::NodeProto& node);
  ConstantTensor concatenated(const onnx::NodeProto& node);
  ConstantTensor parse(const onnx::NodeProto& reader, const onnx::TensorProto& tensor) const;
  bool compute_zero(const std::string& value);

  const OnnxGraph& graph_;
  std::map<std::string, ConstantTensor> tensors_;
  std::map<std::string, bool> zeros_;
  int depth_ = 0;
};

}  // namespace drnn
