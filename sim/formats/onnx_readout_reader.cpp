#include "sim/formats/onnx_readout_reader.hpp"

#include <algorithm>
#include <cmath>

#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr std::int64_t kFarEnd = std::int64_t{1} << 30;  ///< as exporters write "to the end"

using Integers = std::vector<std::int64_t>;

}  // namespace

bool is_linear(const onnx::NodeProto& node) {
  return operation(node) == "MatMul" || operation(node) == "Gemm";
}

bool is_softmax(const onnx::NodeProto& node) {
  return operation(node) == "Softmax" || operation(node) == "LogSoftmax";
}

bool selects(const onnx::NodeProto& node) {
  return operation(node) == "Gather" || operation(node) == "Slice";
}

bool is_mean(const onnx::NodeProto& node) {
  return operation(node) == "ReduceMean";
}

ReadoutReader::ReadoutReader(const OnnxGraph& graph, OnnxConstants& constants, int hidden,
                             const ReadoutSource& source)
    : graph_(graph),
      constants_(constants),
      width_(hidden),
      layout_(source.layout),
      layers_(source.layers),
      steps_(source.last_step ? ReadoutSteps::last : ReadoutSteps::each) {}

void ReadoutReader::follow(const onnx::NodeProto& node) {
  if (moves_axes_only(node)) {
    layout_ = apply_layout(graph_, constants_, node, layout_, width_);
  } else if (selects(node)) {
    select(node);
  } else if (is_mean(node)) {
    take_mean(node);
  } else if (is_linear(node)) {
    take_weight(node);
  } else if (is_softmax(node)) {
    take_softmax(node);
  } else {
    take_bias(node, 0);
  }
}

std::optional<Readout> ReadoutReader::readout() const {
  std::optional<Readout> result = readout_;
  if (result) {
    result->steps = steps_;
    result->softmax = softmax_;
  }
  return result;
}

bool ReadoutReader::left_out() const {
  return left_out_ || layout_.axes.find('l') != std::string::npos;
}

void ReadoutReader::select(const onnx::NodeProto& node) {
  const bool gather = operation(node) == "Gather";
  const auto axes = gather ? Integers{integer_attribute(graph_, node, "axis", 0)}
                           : constants_.integers(input_name(node, 3)).value_or(Integers{});
  if (axes.size() != 1) graph_.fail(node, "allowed: a range of one axis, given as a constant");
  const std::size_t axis = axis_index(graph_, node, axes[0], layout_.axes.size());
  if (layout_.axes[axis] == 'f') graph_.fail(node, "selects features");
  if (layout_.axes[axis] == 't') select_steps(node);
  if (layout_.axes[axis] == 'l') select_layer(node, layers_);
  if (gather) {
    layout_.axes.erase(axis, 1);
  } else if (layout_.axes[axis] != '1') {
    layout_.axes[axis] = '1';
  }
}

void ReadoutReader::select_steps(const onnx::NodeProto& node) {
  if (!is_last(node, 0)) left_out_ = true;
  steps_ = ReadoutSteps::last;
}

void ReadoutReader::select_layer(const onnx::NodeProto& node, int layers) {
  if (!is_last(node, layers)) left_out_ = true;
}

/// True where a Gather or Slice takes the last of its axis, whose size is `size` (0: unknown).
bool ReadoutReader::is_last(const onnx::NodeProto& node, int size) const {
  const auto first = constants_.integers(input_name(node, 1));
  if (!first || first->size() != 1) return false;
  const bool counts_from_end = first->front() == -1;
  const bool counts_from_begin = size > 0 && first->front() == size - 1;
  if (!counts_from_end && !counts_from_begin) return false;
  if (operation(node) == "Gather") return true;
  const auto end = constants_.integers(input_name(node, 2));
  const auto step = constants_.integers(input_name(node, 4)).value_or(Integers{1});
  // Nothing lies beyond the last: an end behind it, of whatever size, ends there.
  return end && end->size() == 1 && end->front() >= kFarEnd && step == Integers{1};
}

void ReadoutReader::take_mean(const onnx::NodeProto& node) {
  auto axes = constants_.integers(input_name(node, 1));  // from opset 18 on
  if (const onnx::AttributeProto* attribute = find_attribute(node, "axes"))
    axes = Integers(attribute->ints().begin(), attribute->ints().end());
  if (!axes || axes->size() != 1) graph_.fail(node, "allowed: the mean over the steps");
  const std::size_t axis = axis_index(graph_, node, axes->front(), layout_.axes.size());
  if (layout_.axes[axis] != 't') graph_.fail(node, "allowed: the mean over the steps");
  if (softmax_) graph_.fail(node, "a mean of softmax outputs; allowed: of logits or of h");
  steps_ = ReadoutSteps::mean;
  if (integer_attribute(graph_, node, "keepdims", 1) == 0) {
    layout_.axes.erase(axis, 1);
  } else {
    layout_.axes[axis] = '1';
  }
}

void ReadoutReader::take_weight(const onnx::NodeProto& node) {
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
bool ReadoutReader::transposed(const onnx::NodeProto& node) const {
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

void ReadoutReader::copy_weight(const ConstantTensor& weight, bool by_class) {
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
void ReadoutReader::take_bias(const onnx::NodeProto& node, int input) {
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

void ReadoutReader::take_softmax(const onnx::NodeProto& node) {
  const std::size_t rank = layout_.axes.size();
  const std::size_t axis =
      axis_index(graph_, node, integer_attribute(graph_, node, "axis", -1), rank);
  if (!readout_ || axis != rank - 1) graph_.fail(node, "allowed: over the readout's classes");
  softmax_ = true;
}

void ReadoutReader::check_finite(const onnx::NodeProto& node, const ConstantTensor& tensor) const {
  const auto bad = std::find_if(tensor.values.begin(), tensor.values.end(),
                                [](float value) { return !std::isfinite(value); });
  if (bad == tensor.values.end()) return;
  graph_.fail(node,
              "its constant is not finite at index " + std::to_string(bad - tensor.values.begin()));
}

}  // namespace drnn
