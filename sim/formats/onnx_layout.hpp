#pragma once

#include <cstdint>
#include <string>

#include "sim/formats/onnx_constants.hpp"

namespace drnn {

/// What each axis of a value is: 't' time, 'f' features, '1' an axis of size one, '?' time or
/// batch (before the first layer). Empty where even the number of axes is unknown.
struct OnnxLayout {
  std::string axes;

  bool known() const { return !axes.empty(); }
};

inline constexpr const char* kGruOutputLayout = "t11f";  ///< Y: time, direction, batch, hidden
inline constexpr const char* kGruStateLayout = "11f";    ///< Y_h: direction, batch, hidden

/// True for the operators that only name the axes anew.
bool moves_axes_only(const onnx::NodeProto& node);

/// The layout after `node`. Throws InputError where the node touches the features, or what it
/// does cannot be told. `features`: size of the 'f' axis.
OnnxLayout apply_layout(const OnnxGraph& graph, const OnnxConstants& constants,
                        const onnx::NodeProto& node, const OnnxLayout& before,
                        std::int64_t features);

/// `axis`, which may count from the end, as an index below `rank`; throws where it is none.
std::size_t axis_index(const OnnxGraph& graph, const onnx::NodeProto& node, std::int64_t axis,
                       std::size_t rank);

}  // namespace drnn
