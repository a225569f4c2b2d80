#include "model/arith/float_gru.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "model/arith/portable_exp.hpp"

namespace drnn {
namespace {

using Matrices = std::array<std::vector<float>, kGates>;

std::size_t checked(int size) {
  if (size < 1) throw std::invalid_argument("float GRU: a layer without inputs or units");
  return static_cast<std::size_t>(size);
}

void check_size(const std::vector<float>& tensor, std::size_t expected) {
  if (tensor.size() != expected)
    throw std::invalid_argument("float GRU: a tensor has " + std::to_string(tensor.size()) +
                                " values instead of " + std::to_string(expected));
}

/// Row-major (hidden, columns) a gate, appended column by column.
void append(const Matrices& weights, std::size_t hidden, std::size_t columns,
            std::vector<double>& to) {
  for (const std::vector<float>& gate : weights) check_size(gate, hidden * columns);
  for (std::size_t column = 0; column < columns; ++column)
    for (const std::vector<float>& gate : weights)
      for (std::size_t row = 0; row < hidden; ++row) to.push_back(gate[row * columns + column]);
}

/// sums += column * x. A clone has wider vectors, but no fused multiply-add: the same bits.
__attribute__((target_clones("avx2", "default"))) void add(double* sums, const double* column,
                                                           std::size_t rows, double x) {
  for (std::size_t i = 0; i < rows; ++i) sums[i] += column[i] * x;
}

}  // namespace

FloatGru::FloatGru(const FloatNetwork& network) {
  for (const FloatLayer& layer : network.layers) {
    if (!layers_.empty() && layers_.back().hidden != checked(layer.inputs))
      throw std::invalid_argument("float GRU: layers do not fit together");
    layers_.push_back(make_layer(layer));
  }
  if (layers_.empty()) throw std::invalid_argument("float GRU: no layer");
}

FloatGru::Layer FloatGru::make_layer(const FloatLayer& source) {
  Layer layer;
  layer.inputs = checked(source.inputs);
  layer.hidden = checked(source.hidden);
  append(source.w_x, layer.hidden, layer.inputs, layer.columns);
  append(source.w_h, layer.hidden, layer.hidden, layer.columns);
  for (const auto* biases : {&source.b_x, &source.b_h})
    for (const std::vector<float>& gate : *biases) check_size(gate, layer.hidden);
  const auto sum = [&](int gate, std::size_t i) {
    return static_cast<double>(source.b_x[gate][i]) + source.b_h[gate][i];
  };
  for (std::size_t i = 0; i < layer.hidden; ++i) layer.biases.push_back(sum(kReset, i));
  for (std::size_t i = 0; i < layer.hidden; ++i) layer.biases.push_back(sum(kUpdate, i));
  for (const auto* biases : {&source.b_x, &source.b_h})
    layer.biases.insert(layer.biases.end(), (*biases)[kCandidate].begin(),
                        (*biases)[kCandidate].end());
  layer.sums.resize(layer.biases.size());
  layer.h.assign(layer.hidden, 0.0);
  return layer;
}

void FloatGru::reset() {
  for (Layer& layer : layers_) std::fill(layer.h.begin(), layer.h.end(), 0.0);
}

const std::vector<double>& FloatGru::step(const double* x) {
  const double* input = x;
  for (Layer& layer : layers_) {
    step(layer, input);
    input = layer.h.data();
  }
  return layers_.back().h;
}

void FloatGru::step(Layer& layer, const double* x) {
  const std::size_t hidden = layer.hidden;
  layer.sums = layer.biases;
  double* r = layer.sums.data();
  double* ch = r + 3 * hidden;
  const double* column = layer.columns.data();
  for (std::size_t i = 0; i < layer.inputs; ++i, column += kGates * hidden)
    add(r, column, kGates * hidden, x[i]);
  for (std::size_t i = 0; i < hidden; ++i, column += kGates * hidden) {
    add(r, column, 2 * hidden, layer.h[i]);
    add(ch, column + 2 * hidden, hidden, layer.h[i]);
  }
  for (std::size_t i = 0; i < hidden; ++i) {
    const double reset = portable_sigmoid(r[i]);
    const double update = portable_sigmoid(r[hidden + i]);
    const double candidate = portable_tanh(r[2 * hidden + i] + reset * ch[i]);
    layer.h[i] = (1 - update) * candidate + update * layer.h[i];
  }
}

}  // namespace drnn
