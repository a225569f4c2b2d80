#pragma once

#include <cstdint>
#include <optional>

#include "model/arith/network.hpp"
#include "sim/formats/onnx_layout.hpp"

namespace drnn {

bool is_linear(const onnx::NodeProto& node);   ///< MatMul, Gemm
bool is_softmax(const onnx::NodeProto& node);  ///< or its logarithm
bool selects(const onnx::NodeProto& node);     ///< Gather, Slice
bool is_mean(const onnx::NodeProto& node);     ///< ReduceMean

/// Where the walk to an output begins.
struct ReadoutSource {
  OnnxLayout layout;
  int layers = 1;          ///< how many the axis of layers 'l' holds
  bool last_step = false;  ///< it is a final state
};

inline constexpr const char* kStatesLayout = "l1f";  ///< final states of all layers, stacked

/// Follows the nodes from the last GRU to one output and collects the readout on the way.
class ReadoutReader {
 public:
  ReadoutReader(const OnnxGraph& graph, OnnxConstants& constants, int hidden,
                const ReadoutSource& source);

  /// The next node. Throws InputError where it is none that a readout may consist of.
  void follow(const onnx::NodeProto& node);

  /// With the steps that it is applied to; none where there is no readout.
  std::optional<Readout> readout() const;
  /// True where steps or layers are selected in a way that a Readout cannot say.
  bool left_out() const;

 private:
  void select(const onnx::NodeProto& node);
  void select_steps(const onnx::NodeProto& node);
  void select_layer(const onnx::NodeProto& node, int layers);
  /// True where a Gather or Slice takes the last of its axis, whose size is `size` (0: unknown).
  bool is_last(const onnx::NodeProto& node, int size) const;
  void take_mean(const onnx::NodeProto& node);
  void take_weight(const onnx::NodeProto& node);
  /// True where the weight lies as (classes, hidden).
  bool transposed(const onnx::NodeProto& node) const;
  void copy_weight(const ConstantTensor& weight, bool by_class);
  /// `input`: which one is the bias; of an Add either may be.
  void take_bias(const onnx::NodeProto& node, int input);
  void take_softmax(const onnx::NodeProto& node);
  void check_finite(const onnx::NodeProto& node, const ConstantTensor& tensor) const;

  const OnnxGraph& graph_;
  OnnxConstants& constants_;
  std::int64_t width_;  ///< size of the features' axis
  OnnxLayout layout_;
  const int layers_;
  ReadoutSteps steps_;
  bool left_out_ = false;
  bool softmax_ = false;
  bool biased_ = false;
  std::optional<Readout> readout_;
};

}  // namespace drnn
