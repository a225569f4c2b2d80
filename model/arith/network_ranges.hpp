#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/arith/network.hpp"

namespace drnn {

/// The values of one tensor against the format that is to hold them.
struct TensorRange {
  std::string name;  ///< "layer 0 weight_ih.r"; PyTorch's name and our gate
  std::int64_t values = 0;
  double smallest = 0;
  double largest = 0;
  FixedFormat format;        ///< without a scale
  std::int64_t outside = 0;  ///< values that the format does not hold

  /// Takes one value more into account. Throws std::range_error for NaN and infinity.
  void add(double value);

  /// The format as wide as this one with the most fraction bits that holds all values.
  std::optional<FixedFormat> needed() const;
};

TensorRange range_of(std::string name, const FixedFormat& format,
                     const std::vector<double>& values);

/// One tensor of a layer as it enters the accelerator, without any scale of its own.
struct LayerTensor {
  std::string name;
  std::vector<double> values;
  FixedFormat format;
  AccumulatorScales LayerScales::*kind;  ///< weights or biases
  int AccumulatorScales::*accumulator;   ///< the one that its values are added to
};

/// The tensors of layer `index`: weight_ih, weight_hh and the biases of every gate; with
/// BiasPath::column the sums of biases that the column holds. Where the layer's inputs come divided
/// by 2^input_scale, weight_ih is multiplied by it.
std::vector<LayerTensor> layer_tensors(const FloatLayer& layer, std::size_t index,
                                       const NumericProfile& profile, int input_scale = 0);

/// The ranges of all tensors of a network, layer after layer.
std::vector<TensorRange> tensor_ranges(const FloatNetwork& network, const NumericProfile& profile,
                                       int input_scale = 0);

/// The smallest exponent of at most `limit` with which the format holds all values divided by
/// 2^exponent, `limit` where there is none.
int smallest_scale(double smallest, double largest, const FixedFormat& format, int limit);

/// The smallest scales with which every tensor of the layer fits its format, as far as the weight
/// format's fraction bits go and, for biases, the register's field.
LayerScales scales_of(const FloatLayer& layer, std::size_t index, const NumericProfile& profile,
                      int input_scale = 0);

}  // namespace drnn
