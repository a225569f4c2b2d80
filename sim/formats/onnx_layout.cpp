#include "sim/formats/onnx_layout.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

namespace drnn {
namespace {

using Axes = std::vector<std::int64_t>;

/// The axes of Squeeze and Unsqueeze: an attribute up to opset 12, then an input. nullopt: none.
std::optional<Axes> axes_of(const OnnxGraph& graph, const OnnxConstants& constants,
                            const onnx::NodeProto& node) {
  if (const onnx::AttributeProto* attribute = find_attribute(node, "axes")) {
    return Axes(attribute->ints().begin(), attribute->ints().end());
  }
  if (input_name(node, 1).empty()) return std::nullopt;
  auto axes = constants.integers(node.input(1));
  if (!axes) graph.fail(node, "its axes are not a constant");
  return axes;
}

std::set<std::size_t> axis_set(const OnnxGraph& graph, const onnx::NodeProto& node,
                               const Axes& axes, std::size_t rank) {
  std::set<std::size_t> result;
  for (const std::int64_t axis : axes) {
    if (!result.insert(axis_index(graph, node, axis, rank)).second) {
      graph.fail(node, "names an axis twice");
    }
  }
  return result;
}

OnnxLayout squeeze(const OnnxGraph& graph, const OnnxConstants& constants,
                   const onnx::NodeProto& node, const OnnxLayout& before) {
  const auto axes = axes_of(graph, constants, node);
  if (!axes) graph.fail(node, "names no axes; allowed: the axes of size one by number");
  const auto removed = axis_set(graph, node, *axes, before.axes.size());
  OnnxLayout after;
  for (std::size_t i = 0; i < before.axes.size(); ++i) {
    if (removed.count(i) == 0) {
      after.axes += before.axes[i];
    } else if (before.axes[i] == 't' || before.axes[i] == 'f') {
      graph.fail(node, "removes the axis of time or features");
    }
  }
  return after;
}

OnnxLayout unsqueeze(const OnnxGraph& graph, const OnnxConstants& constants,
                     const onnx::NodeProto& node, const OnnxLayout& before) {
  const auto axes = axes_of(graph, constants, node);
  if (!axes) graph.fail(node, "names no axes");
  const std::size_t rank = before.axes.size() + axes->size();
  const auto added = axis_set(graph, node, *axes, rank);
  OnnxLayout after;
  std::size_t from = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    after.axes += added.count(i) != 0 ? '1' : before.axes[from++];
  }
  return after;
}

OnnxLayout transpose(const OnnxGraph& graph, const onnx::NodeProto& node,
                     const OnnxLayout& before) {
  const onnx::AttributeProto* perm = find_attribute(node, "perm");
  if (perm == nullptr) return {std::string(before.axes.rbegin(), before.axes.rend())};
  const std::size_t rank = before.axes.size();
  const Axes order(perm->ints().begin(), perm->ints().end());
  if (order.size() != rank || axis_set(graph, node, order, rank).size() != rank) {
    graph.fail(node, "perm does not fit its input of " + std::to_string(rank) + " axes");
  }
  OnnxLayout after;
  for (const std::int64_t axis : order)
    after.axes += before.axes[axis_index(graph, node, axis, rank)];
  return after;
}

/// True where entry `i` of a Reshape's shape keeps the features as the last axis.
bool keeps_features(const Axes& shape, const OnnxLayout& before, std::int64_t features) {
  const std::size_t last = shape.size() - 1;
  if (shape[last] == features) return true;
  if (shape[last] == 0) return last == before.axes.size() - 1;
  const bool others_copied =
      std::all_of(shape.begin(), shape.end() - 1, [](auto n) { return n == 0; });
  const bool rest_is_ones = last < before.axes.size() &&
                            before.axes.find_first_not_of('1', last) == before.axes.size() - 1;
  return shape[last] == -1 && others_copied && rest_is_ones;
}

/// Takes (time, ones..., features) to the same with another number of ones.
OnnxLayout reshape(const OnnxGraph& graph, const OnnxConstants& constants,
                   const onnx::NodeProto& node, const OnnxLayout& before, std::int64_t features) {
  const auto shape = constants.integers(input_name(node, 1));
  if (!shape) graph.fail(node, "its shape is not a constant");
  const bool plain = shape->size() >= 2 && before.axes.size() >= 2 && before.axes.front() == 't' &&
                     before.axes.back() == 'f' &&
                     integer_attribute(graph, node, "allowzero", 0) == 0;
  bool ones_between = plain;
  for (std::size_t i = 1; plain && i + 1 < shape->size(); ++i) {
    const bool copied_one = (*shape)[i] == 0 && i < before.axes.size() && before.axes[i] == '1';
    ones_between = ones_between && ((*shape)[i] == 1 || copied_one);
  }
  if (!ones_between || !keeps_features(*shape, before, features)) {
    graph.fail(node, "may mix time and features; allowed: (steps, 1, features) and the like");
  }
  return {"t" + std::string(shape->size() - 2, '1') + "f"};
}

}  // namespace

std::size_t axis_index(const OnnxGraph& graph, const onnx::NodeProto& node, std::int64_t axis,
                       std::size_t rank) {
  const auto count = static_cast<std::int64_t>(rank);
  if (axis < -count || axis >= count) {
    graph.fail(node, "axis " + std::to_string(axis) + " of a value with " + std::to_string(rank) +
                         " axes");
  }
  return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

bool moves_axes_only(const onnx::NodeProto& node) {
  static const std::set<std::string> kOperators = {"Identity", "Squeeze", "Unsqueeze", "Transpose",
                                                   "Reshape"};
  return kOperators.count(operation(node)) != 0;
}

OnnxLayout apply_layout(const OnnxGraph& graph, const OnnxConstants& constants,
                        const onnx::NodeProto& node, const OnnxLayout& before,
                        std::int64_t features) {
  const std::string op = operation(node);
  if (op == "Identity" || !before.known()) return before;
  if (op == "Squeeze") return squeeze(graph, constants, node, before);
  if (op == "Unsqueeze") return unsqueeze(graph, constants, node, before);
  if (op == "Transpose") return transpose(graph, node, before);
  return reshape(graph, constants, node, before, features);
}

}  // namespace drnn
