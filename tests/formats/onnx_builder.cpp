#include "tests/formats/onnx_builder.hpp"

namespace drnn::test {
namespace {

void fill(onnx::TensorProto& tensor, const std::vector<std::int64_t>& dims,
          const std::vector<float>& values, bool raw) {
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  if (raw) {
    tensor.set_raw_data(
        std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
  } else {
    for (const float value : values) tensor.add_float_data(value);
  }
}

onnx::AttributeProto& attribute(onnx::NodeProto& node, const std::string& name,
                                onnx::AttributeProto::AttributeType type) {
  onnx::AttributeProto& result = *node.add_attribute();
  result.set_name(name);
  result.set_type(type);
  return result;
}

}  // namespace

OnnxBuilder::OnnxBuilder(int opset) {
  model_.set_ir_version(7);
  model_.mutable_graph()->set_name("g");
  model_.add_opset_import()->set_version(opset);
}

OnnxBuilder& OnnxBuilder::input(const std::string& name, const std::vector<std::int64_t>& dims) {
  onnx::ValueInfoProto& value = *graph().add_input();
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t dim : dims) {
    auto& added = *type.mutable_shape()->add_dim();
    if (dim < 0) {
      added.set_dim_param("steps");
    } else {
      added.set_dim_value(dim);
    }
  }
  return *this;
}

OnnxBuilder& OnnxBuilder::output(const std::string& name) {
  graph().add_output()->set_name(name);
  return *this;
}

OnnxBuilder& OnnxBuilder::floats(const std::string& name, const std::vector<std::int64_t>& dims,
                                 const std::vector<float>& values, bool raw) {
  onnx::TensorProto& tensor = *graph().add_initializer();
  tensor.set_name(name);
  fill(tensor, dims, values, raw);
  return *this;
}

OnnxBuilder& OnnxBuilder::integers(const std::string& name,
                                   const std::vector<std::int64_t>& values) {
  onnx::TensorProto& tensor = *graph().add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::INT64);
  tensor.add_dims(static_cast<std::int64_t>(values.size()));
  for (const std::int64_t value : values) tensor.add_int64_data(value);
  return *this;
}

OnnxBuilder& OnnxBuilder::constant(const std::string& name, const std::vector<std::int64_t>& dims,
                                   const std::vector<float>& values) {
  onnx::NodeProto& added = node("Constant", {}, {name});
  auto& value = attribute(added, "value", onnx::AttributeProto::TENSOR);
  fill(*value.mutable_t(), dims, values, true);
  return *this;
}

onnx::NodeProto& OnnxBuilder::node(const std::string& op, const std::vector<std::string>& inputs,
                                   const std::vector<std::string>& outputs) {
  onnx::NodeProto& added = *graph().add_node();
  added.set_op_type(op);
  added.set_name("n_" + outputs[0]);
  for (const std::string& name : inputs) added.add_input(name);
  for (const std::string& name : outputs) added.add_output(name);
  return added;
}

onnx::NodeProto& OnnxBuilder::gru(const std::string& prefix, const std::string& x, int inputs,
                                  int hidden) {
  const std::int64_t rows = 3 * hidden;
  floats(prefix + "_W", {1, rows, inputs}, ascending(rows * inputs, 0));
  floats(prefix + "_R", {1, rows, hidden}, ascending(rows * hidden, 1000));
  floats(prefix + "_B", {1, 2 * rows}, ascending(2 * rows, 2000));
  onnx::NodeProto& added = node("GRU", {x, prefix + "_W", prefix + "_R", prefix + "_B"},
                                {prefix + "_Y", prefix + "_Yh"});
  added.set_name(prefix);
  set_int(added, "hidden_size", hidden);
  set_int(added, "linear_before_reset", 1);
  return added;
}

std::string OnnxBuilder::bytes() const {
  return model_.SerializeAsString();
}

std::vector<float> ascending(std::int64_t count, float base) {
  std::vector<float> values;
  for (std::int64_t i = 0; i < count; ++i) values.push_back(base + static_cast<float>(i));
  return values;
}

onnx::AttributeProto& set_int(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  auto& added = attribute(node, name, onnx::AttributeProto::INT);
  added.set_i(value);
  return added;
}

onnx::AttributeProto& set_ints(onnx::NodeProto& node, const std::string& name,
                               const std::vector<std::int64_t>& values) {
  auto& added = attribute(node, name, onnx::AttributeProto::INTS);
  for (const std::int64_t value : values) added.add_ints(value);
  return added;
}

onnx::AttributeProto& set_float(onnx::NodeProto& node, const std::string& name, float value) {
  auto& added = attribute(node, name, onnx::AttributeProto::FLOAT);
  added.set_f(value);
  return added;
}

onnx::AttributeProto& set_string(onnx::NodeProto& node, const std::string& name,
                                 const std::string& value) {
  auto& added = attribute(node, name, onnx::AttributeProto::STRING);
  added.set_s(value);
  return added;
}

OnnxBuilder one_layer(int inputs, int hidden) {
  OnnxBuilder builder;
  builder.input("x", {-1, 1, inputs});
  builder.gru("gru", "x", inputs, hidden);
  builder.integers("axis1", {1});
  builder.node("Squeeze", {"gru_Y", "axis1"}, {"y"});
  builder.output("y");
  return builder;
}

OnnxBuilder two_layers(int inputs, int hidden, int top) {
  OnnxBuilder builder = one_layer(inputs, hidden);
  builder.gru("top", "y", hidden, top);
  builder.node("Squeeze", {"top_Y", "axis1"}, {"z"});
  builder.graph().clear_output();
  builder.output("z");
  return builder;
}

}  // namespace drnn::test
