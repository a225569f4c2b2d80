#include "sim/formats/onnx_constants.hpp"

#include <algorithm>
#include <set>

#include "sim/formats/onnx_tensor.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr int kDeepest = 64;  // chained nodes: exports need five

/// The tensor of a Constant node, null for another node or another kind of value.
const onnx::TensorProto* constant_tensor(const onnx::NodeProto& node) {
  if (operation(node) != "Constant") return nullptr;
  const onnx::AttributeProto* value = find_attribute(node, "value");
  return value != nullptr && value->has_t() ? &value->t() : nullptr;
}

/// ConstantOfShape fills with its `value`, zero where it has none.
bool fills_with_zero(const onnx::NodeProto& node) {
  const onnx::AttributeProto* value = find_attribute(node, "value");
  return value == nullptr || (value->has_t() && all_zero(value->t()));
}

/// Operators whose result holds nothing but values of their first input.
const std::set<std::string> kMovesOnly = {"Identity", "Squeeze", "Unsqueeze", "Transpose", "Slice",
                                          "Gather",   "Expand",  "Reshape",   "Cast"};

bool is_one_of(const std::string& word, const std::set<std::string>& words) {
  return words.count(word) != 0;
}

}  // namespace

bool OnnxConstants::is_constant(const std::string& value, int depth) const {
  static const std::set<std::string> kEvaluated = {"Identity",  "Squeeze", "Unsqueeze",
                                                   "Transpose", "Slice",   "Concat"};
  if (graph_.initialiser(value) != nullptr) return true;
  const onnx::NodeProto* node = graph_.producer(value);
  if (node == nullptr || depth > kDeepest) return false;
  if (operation(*node) == "Constant") return true;
  if (!is_one_of(operation(*node), kEvaluated) || node->input_size() == 0) return false;
  return is_constant(node->input(0), depth + 1);
}

const ConstantTensor& OnnxConstants::floats(const onnx::NodeProto& node, const std::string& value) {
  const auto known = tensors_.find(value);
  if (known != tensors_.end()) return known->second;
  if (++depth_ > kDeepest) graph_.fail(node, "its constants are nested too deeply");
  ConstantTensor tensor = evaluate(node, value);
  --depth_;
  return tensors_.emplace(value, std::move(tensor)).first->second;
}

ConstantTensor OnnxConstants::evaluate(const onnx::NodeProto& reader, const std::string& value) {
  if (const auto* tensor = graph_.initialiser(value)) return parse(reader, *tensor);
  const onnx::NodeProto* node = graph_.producer(value);
  if (node == nullptr) {
    graph_.fail(reader, "'" + printable(value) + "' must be a constant; nothing defines it so");
  }
  if (const auto* tensor = constant_tensor(*node)) return parse(reader, *tensor);
  return evaluate(*node);
}

ConstantTensor OnnxConstants::evaluate(const onnx::NodeProto& node) {
  const std::string op = operation(node);
  if (op == "Identity") return floats(node, input_name(node, 0));
  if (op == "Squeeze" || op == "Unsqueeze") return squeezed(node);
  if (op == "Transpose") return transposed(node);
  if (op == "Slice") return sliced(node);
  if (op == "Concat") return concatenated(node);
  graph_.fail(node, "its result must be a constant, and is not one that can be computed here");
}

/// Squeeze and Unsqueeze change no value. Dimensions of 1 in front are all that may come and go.
ConstantTensor OnnxConstants::squeezed(const onnx::NodeProto& node) {
  ConstantTensor tensor = floats(node, input_name(node, 0));
  auto axes = integers(input_name(node, 1));
  if (const onnx::AttributeProto* attribute = find_attribute(node, "axes")) {
    axes = std::vector<std::int64_t>(attribute->ints().begin(), attribute->ints().end());
  }
  if (axes != std::vector<std::int64_t>{0}) graph_.fail(node, "on a constant; allowed: axis 0");
  if (operation(node) == "Unsqueeze") {
    tensor.dims.insert(tensor.dims.begin(), 1);
  } else if (!tensor.dims.empty() && tensor.dims[0] == 1) {
    tensor.dims.erase(tensor.dims.begin());
  } else {
    graph_.fail(node, "on a constant whose first dimension is not 1");
  }
  return tensor;
}

ConstantTensor OnnxConstants::transposed(const onnx::NodeProto& node) {
  const ConstantTensor& from = floats(node, input_name(node, 0));
  if (from.dims.size() != 2) graph_.fail(node, "on a constant; allowed: two dimensions");
  const onnx::AttributeProto* perm = find_attribute(node, "perm");
  if (perm != nullptr && (perm->ints_size() != 2 || perm->ints(0) != 1 || perm->ints(1) != 0)) {
    graph_.fail(node, "on a constant; allowed: perm [1, 0]");
  }
  ConstantTensor to{{from.dims[1], from.dims[0]}, {}};
  to.values.reserve(from.values.size());
  for (std::int64_t row = 0; row < to.dims[0]; ++row) {
    for (std::int64_t column = 0; column < to.dims[1]; ++column) {
      to.values.push_back(from.values[static_cast<std::size_t>(column * to.dims[0] + row)]);
    }
  }
  return to;
}

/// One contiguous range of the first dimension.
ConstantTensor OnnxConstants::sliced(const onnx::NodeProto& node) {
  const ConstantTensor& from = floats(node, input_name(node, 0));
  const auto start = integers(input_name(node, 1));
  const auto end = integers(input_name(node, 2));
  const auto axes = integers(input_name(node, 3));
  const auto step = integers(input_name(node, 4));
  const bool simple = start && end && start->size() == 1 && end->size() == 1 &&
                      axes == std::vector<std::int64_t>{0} &&
                      step.value_or(std::vector<std::int64_t>{1}) == std::vector<std::int64_t>{1};
  if (!simple || from.dims.empty() || from.dims[0] == 0) {
    graph_.fail(node, "on a constant; allowed: one range of axis 0, in steps of 1");
  }
  const std::int64_t rows = from.dims[0];
  const auto position = [rows](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? std::max(at, -rows) + rows : at, 0, rows);
  };
  const std::int64_t first = position((*start)[0]);
  const std::int64_t last = std::max(first, position((*end)[0]));
  const std::int64_t row_size = static_cast<std::int64_t>(from.values.size()) / rows;
  ConstantTensor to{from.dims, {}};
  to.dims[0] = last - first;
  to.values.assign(from.values.begin() + first * row_size, from.values.begin() + last * row_size);
  return to;
}

/// Along the first dimension.
ConstantTensor OnnxConstants::concatenated(const onnx::NodeProto& node) {
  if (integer_attribute(graph_, node, "axis", 0) != 0 || node.input_size() == 0) {
    graph_.fail(node, "of constants; allowed: axis 0");
  }
  ConstantTensor to = floats(node, node.input(0));
  for (int i = 1; i < node.input_size(); ++i) {
    const ConstantTensor& part = floats(node, node.input(i));
    const bool fits = !to.dims.empty() && to.dims.size() == part.dims.size() &&
                      std::equal(to.dims.begin() + 1, to.dims.end(), part.dims.begin() + 1);
    if (!fits) graph_.fail(node, "of constants whose shapes differ beyond axis 0");
    if (to.values.size() + part.values.size() > graph_.file_bytes()) {
      graph_.fail(node, "of constants: the result is larger than the file");
    }
    to.dims[0] += part.dims[0];
    to.values.insert(to.values.end(), part.values.begin(), part.values.end());
  }
  return to;
}

ConstantTensor OnnxConstants::parse(const onnx::NodeProto& reader,
                                    const onnx::TensorProto& tensor) const {
  const std::string what = "tensor '" + printable(tensor.name()) + "' ";
  if (is_external(tensor)) {
    graph_.fail(reader, what + "is stored in another file; export with the data inside");
  }
  if (tensor.data_type() != onnx::TensorProto::FLOAT) {
    graph_.fail(reader, what + "is " + type_name(tensor.data_type()) + "; allowed: FLOAT");
  }
  auto values = floats_of(tensor);
  if (!values) graph_.fail(reader, what + "holds other data than its shape says");
  return {{tensor.dims().begin(), tensor.dims().end()}, std::move(*values)};
}

std::optional<std::vector<std::int64_t>> OnnxConstants::integers(const std::string& value) const {
  if (const auto* tensor = graph_.initialiser(value)) return integers_of(*tensor);
  const onnx::NodeProto* node = graph_.producer(value);
  if (node == nullptr || operation(*node) != "Constant") return std::nullopt;
  if (const auto* tensor = constant_tensor(*node)) return integers_of(*tensor);
  if (const auto* list = find_attribute(*node, "value_ints")) {
    return std::vector<std::int64_t>(list->ints().begin(), list->ints().end());
  }
  if (const auto* one = find_attribute(*node, "value_int")) return std::vector{one->i()};
  return std::nullopt;
}

bool OnnxConstants::is_zero(const std::string& value) {
  const auto [entry, added] = zeros_.emplace(value, false);  // false also ends a cycle
  if (!added || depth_ >= kDeepest) return entry->second;
  ++depth_;
  const bool zero = compute_zero(value);
  --depth_;
  entry->second = zero;
  return zero;
}

bool OnnxConstants::compute_zero(const std::string& value) {
  if (const auto* tensor = graph_.initialiser(value)) return all_zero(*tensor);
  const onnx::NodeProto* node = graph_.producer(value);
  if (node == nullptr) return false;
  if (const auto* tensor = constant_tensor(*node)) return all_zero(*tensor);
  if (operation(*node) == "ConstantOfShape") return fills_with_zero(*node);
  if (operation(*node) == "Concat") {
    return node->input_size() > 0 &&
           std::all_of(node->input().begin(), node->input().end(),
                       [this](const std::string& part) { return is_zero(part); });
  }
  return is_one_of(operation(*node), kMovesOnly) && is_zero(input_name(*node, 0));
}

std::string OnnxConstants::input_behind(const std::string& value) const {
  std::string name = value;
  for (int depth = 0; depth < kDeepest; ++depth) {
    if (graph_.input(name) != nullptr) return name;
    const onnx::NodeProto* node = graph_.producer(name);
    if (node == nullptr || !is_one_of(operation(*node), kMovesOnly)) return "";
    name = input_name(*node, 0);
  }
  return "";
}

}  // namespace drnn
