#pragma once

#include <cstddef>
#include <vector>

#include "model/arith/network.hpp"

namespace drnn {

/// A network as it was trained: GRU layers in double precision, without thresholds, rounding or
/// time. The same bits on every machine.
class FloatGru {
 public:
  /// Copies the weights. Throws std::invalid_argument where sizes do not fit together.
  explicit FloatGru(const FloatNetwork& network);

  /// All h become zero.
  void reset();
  /// x: the first layer's inputs. Returns the last layer's h.
  const std::vector<double>& step(const double* x);

 private:
  /// Columns as the accelerator has them: [x...][h...], each r(H) u(H) c(H).
  struct Layer {
    std::size_t inputs = 0;
    std::size_t hidden = 0;
    std::vector<double> columns;
    std::vector<double> biases;  ///< r, u, cx, ch
    std::vector<double> sums;    ///< likewise, of one step
    std::vector<double> h;
  };

  static Layer make_layer(const FloatLayer& source);
  static void step(Layer& layer, const double* x);

  std::vector<Layer> layers_;
};

}  // namespace drnn
