#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/blocks/network_shape.hpp"

namespace drnn {

/// EdgeDRNN's limits, all [R]: facts section 3.
constexpr int kEdgeMaxLayers = 4;
constexpr int kEdgeMaxLayerSize = 1024;
constexpr int kEdgeThetaBits = 10;
/// Cycles from an accumulator's read to the first read that sees what the MAC wrote.
constexpr int kEdgeMacCycles = 4;

/// The register file behind the AXI-Lite port: 32 words, register n at byte 4n [R].
class EdgeRegisters {
 public:
  static constexpr std::size_t kCount = 32;
  enum Index : std::size_t {
    kWeightBase = 0,  ///< byte address of column 0
    kThetaX = 1,      ///< activation format
    kThetaH = 2,      ///< activation format
    kLayers = 3,
    kInputSize = 4,   ///< padded to a multiple of K
    kHiddenSize = 5,  ///< of the first layer; the others follow
  };

  void write(std::size_t index, std::uint32_t value) { words_.at(index) = value; }
  std::uint32_t read(std::size_t index) const { return words_.at(index); }

  /// sizes: inputs (padded), then the units of each layer; at most kEdgeMaxLayers of them.
  void write_sizes(const std::vector<int>& sizes);

  std::uint32_t weight_base() const { return words_[kWeightBase]; }
  /// The threshold as the comparator sees it: the register's low 10 bits, signed. From 512 on it is
  /// thus negative, and every delta that is not zero passes.
  std::int32_t theta_x() const { return theta(kThetaX); }
  std::int32_t theta_h() const { return theta(kThetaH); }
  /// Inputs, then the units of each layer.
  std::vector<int> sizes() const;

  /// Off: every element is sent, zero or not, for the dense reference. The hardware has no such
  /// switch.
  void set_skip(bool skip) { skip_ = skip; }
  bool skip() const { return skip_; }

 private:
  std::int32_t theta(std::size_t index) const;

  std::array<std::uint32_t, kCount> words_{};
  bool skip_ = true;
};

/// What forbids these sizes (inputs, then the units of each layer) on K = num_pe PEs; nothing where
/// they are allowed.
std::optional<std::string> edge_shape_fault(const std::vector<int>& sizes, int num_pe);

/// What forbids this number of PEs.
std::optional<std::string> edge_num_pe_fault(int num_pe);

/// `inputs` padded with zeros to a multiple of K.
inline int edge_padded(int inputs, int num_pe) {
  return ceil_div(inputs, num_pe) * num_pe;
}

/// The layers of these sizes, each with its bias column.
NetworkShape edge_shape(const std::vector<int>& sizes);

}  // namespace drnn
