#pragma once

#include <onnx.pb.h>

#include <cstdint>
#include <string>
#include <vector>

namespace drnn::test {

/// Builds small ONNX models by hand. Fields are public through model() for the tests that break
/// them.
class OnnxBuilder {
 public:
  explicit OnnxBuilder(int opset = 13);

  onnx::ModelProto& model() { return model_; }
  onnx::GraphProto& graph() { return *model_.mutable_graph(); }

  OnnxBuilder& input(const std::string& name, const std::vector<std::int64_t>& dims);
  OnnxBuilder& output(const std::string& name);
  OnnxBuilder& floats(const std::string& name, const std::vector<std::int64_t>& dims,
                      const std::vector<float>& values, bool raw = true);
  OnnxBuilder& integers(const std::string& name, const std::vector<std::int64_t>& values);
  /// A Constant node with a float tensor.
  OnnxBuilder& constant(const std::string& name, const std::vector<std::int64_t>& dims,
                        const std::vector<float>& values);

  onnx::NodeProto& node(const std::string& op, const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs);

  /// A GRU of PyTorch's form named `prefix`, with initialisers PREFIX_W, PREFIX_R and PREFIX_B
  /// holding 1000*layer_number.. ascending values, and outputs PREFIX_Y, PREFIX_Yh.
  onnx::NodeProto& gru(const std::string& prefix, const std::string& x, int inputs, int hidden);

  std::string bytes() const;

 private:
  onnx::ModelProto model_;
};

/// base, base + 1, ...
std::vector<float> ascending(std::int64_t count, float base);

onnx::AttributeProto& set_int(onnx::NodeProto& node, const std::string& name, std::int64_t value);
onnx::AttributeProto& set_ints(onnx::NodeProto& node, const std::string& name,
                               const std::vector<std::int64_t>& values);
onnx::AttributeProto& set_float(onnx::NodeProto& node, const std::string& name, float value);
onnx::AttributeProto& set_string(onnx::NodeProto& node, const std::string& name,
                                 const std::string& value);

/// Input "x" (steps, 1, inputs) -> GRU "gru" -> Squeeze -> "y" (steps, hidden), the plain export.
OnnxBuilder one_layer(int inputs = 3, int hidden = 2);

/// one_layer() with a second GRU "top" on "y"; the graph's output is "z".
OnnxBuilder two_layers(int inputs = 3, int hidden = 2, int top = 4);

}  // namespace drnn::test
