#include "model/arith/network_ranges.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace drnn {
namespace {

using Values = std::vector<double>;

constexpr int AccumulatorScales::*kInputSums[kGates] = {
    &AccumulatorScales::r, &AccumulatorScales::u, &AccumulatorScales::cx};
constexpr int AccumulatorScales::*kStateSums[kGates] = {
    &AccumulatorScales::r, &AccumulatorScales::u, &AccumulatorScales::ch};

Values scaled(const std::vector<float>& values, int exponent) {
  Values result(values.size());
  std::transform(values.begin(), values.end(), result.begin(), [exponent](float value) {
    return std::ldexp(static_cast<double>(value), exponent);
  });
  return result;
}

Values sum(const std::vector<float>& a, const std::vector<float>& b) {
  Values result(a.begin(), a.end());
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) result[i] += b[i];
  return result;
}

/// The candidate's recurrent bias has no place in a bias column.
LayerTensor bias_sum(const FloatLayer& layer, const std::string& prefix, int gate,
                     const FixedFormat& format) {
  const std::string name = kGateNames[gate];
  if (gate == kCandidate) {
    return {prefix + "bias_ih." + name, scaled(layer.b_x[gate], 0), format, &LayerScales::weights,
            kInputSums[gate]};
  }
  return {prefix + "bias_ih." + name + " + bias_hh." + name, sum(layer.b_x[gate], layer.b_h[gate]),
          format, &LayerScales::weights, kInputSums[gate]};
}

bool fits(double value, const FixedFormat& format) {
  return quantise(value, format).has_value();
}

}  // namespace

void TensorRange::add(double value) {
  if (!std::isfinite(value)) throw std::range_error(name + " holds a value that is not finite");
  smallest = values == 0 ? value : std::min(smallest, value);
  largest = values == 0 ? value : std::max(largest, value);
  ++values;
  if (!fits(value, format)) ++outside;
}

std::optional<FixedFormat> TensorRange::needed() const {
  const auto low = smallest_format(smallest, format.bits);
  const auto high = smallest_format(largest, format.bits);
  if (!low || !high) return std::nullopt;
  return low->frac_bits < high->frac_bits ? low : high;
}

TensorRange range_of(std::string name, const FixedFormat& format, const Values& values) {
  TensorRange range;
  range.name = std::move(name);
  range.format = format;
  for (const double value : values) range.add(value);
  return range;
}

std::vector<LayerTensor> layer_tensors(const FloatLayer& layer, std::size_t index,
                                       const NumericProfile& profile, int input_scale) {
  const std::string prefix = "layer " + std::to_string(index) + " ";
  std::vector<LayerTensor> tensors;
  for (int gate = 0; gate < kGates; ++gate)
    tensors.push_back({prefix + "weight_ih." + kGateNames[gate],
                       scaled(layer.w_x[gate], index == 0 ? input_scale : 0), profile.weight,
                       &LayerScales::weights, kInputSums[gate]});
  for (int gate = 0; gate < kGates; ++gate)
    tensors.push_back({prefix + "weight_hh." + kGateNames[gate], scaled(layer.w_h[gate], 0),
                       profile.weight, &LayerScales::weights, kStateSums[gate]});
  if (profile.bias_path == BiasPath::column) {
    for (int gate = 0; gate < kGates; ++gate)
      tensors.push_back(bias_sum(layer, prefix, gate, profile.weight));
    return tensors;
  }
  for (int gate = 0; gate < kGates; ++gate)
    tensors.push_back({prefix + "bias_ih." + kGateNames[gate], scaled(layer.b_x[gate], 0),
                       profile.bias, &LayerScales::biases, kInputSums[gate]});
  for (int gate = 0; gate < kGates; ++gate)
    tensors.push_back({prefix + "bias_hh." + kGateNames[gate], scaled(layer.b_h[gate], 0),
                       profile.bias, &LayerScales::biases, kStateSums[gate]});
  return tensors;
}

std::vector<TensorRange> tensor_ranges(const FloatNetwork& network, const NumericProfile& profile,
                                       int input_scale) {
  std::vector<TensorRange> ranges;
  for (std::size_t i = 0; i < network.layers.size(); ++i)
    for (const LayerTensor& tensor : layer_tensors(network.layers[i], i, profile, input_scale))
      ranges.push_back(range_of(tensor.name, tensor.format, tensor.values));
  return ranges;
}

int smallest_scale(double smallest, double largest, const FixedFormat& format, int limit) {
  for (int exponent = 0; exponent < limit; ++exponent)
    if (fits(std::ldexp(smallest, -exponent), format) &&
        fits(std::ldexp(largest, -exponent), format))
      return exponent;
  return limit;
}

LayerScales scales_of(const FloatLayer& layer, std::size_t index, const NumericProfile& profile,
                      int input_scale) {
  LayerScales scales;
  for (const LayerTensor& tensor : layer_tensors(layer, index, profile, input_scale)) {
    if (tensor.values.empty()) continue;
    const bool weights = tensor.kind == &LayerScales::weights;
    const int limit = weights ? std::min(profile.weight.frac_bits, kLargestScale) : kLargestScale;
    const auto [low, high] = std::minmax_element(tensor.values.begin(), tensor.values.end());
    int& scale = scales.*tensor.kind.*tensor.accumulator;
    scale = std::max(scale, smallest_scale(*low, *high, tensor.format, limit));
  }
  return scales;
}

}  // namespace drnn
