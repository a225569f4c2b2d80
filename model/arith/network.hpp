#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/arith/accumulator_scales.hpp"
#include "model/arith/numeric_profile.hpp"

namespace drnn {

/// Gates in the accelerator's order.
enum Gate { kReset = 0, kUpdate = 1, kCandidate = 2 };
constexpr int kGates = 3;
constexpr std::array<const char*, kGates> kGateNames = {"r", "u", "c"};

/// One GRU layer as trained: row-major matrices, PyTorch's equations (r after the product).
struct FloatLayer {
  int inputs = 0;
  int hidden = 0;
  std::array<std::vector<float>, kGates> w_x;  ///< (hidden, inputs) a gate
  std::array<std::vector<float>, kGates> w_h;  ///< (hidden, hidden) a gate
  std::array<std::vector<float>, kGates> b_x;  ///< (hidden) a gate; zeros where the file has none
  std::array<std::vector<float>, kGates> b_h;  ///< (hidden) a gate
};

/// Which steps of a sequence a readout is applied to.
enum class ReadoutSteps {
  each,
  last,  ///< the last one, as classifiers have it
  mean,  ///< to the mean over all, which is the mean of what it gives for each
};

/// A linear layer on the last layer's h: logits = weight * h + bias.
struct Readout {
  int classes = 0;
  int hidden = 0;
  std::vector<float> weight;  ///< (classes, hidden), row-major
  std::vector<float> bias;    ///< (classes)
  ReadoutSteps steps = ReadoutSteps::each;
  bool softmax = false;  ///< the network's output is a softmax of the logits, or its logarithm
};

struct FloatNetwork {
  std::vector<FloatLayer> layers;
  std::optional<Readout> readout;
};

/// One layer in the accelerator's formats. Columns lie one after another: [bias?][x...][h...],
/// each r(H) u(H) c(H), which is the order of the weight memories.
struct QuantisedLayer {
  int inputs = 0;
  int hidden = 0;
  int bias_columns = 0;  ///< 1 with BiasPath::column, otherwise 0
  std::vector<std::int16_t> columns;
  /// Initial accumulators in the bias format (zeros with BiasPath::column), (hidden) each.
  std::vector<std::int32_t> m_r, m_u, m_cx, m_ch;
  LayerScales scales{};  ///< by which columns and initial accumulators were divided

  int column_count() const { return bias_columns + inputs + hidden; }
  const std::int16_t* column(int index) const {
    return columns.data() + static_cast<std::size_t>(index) * kGates * hidden;
  }
  int x_column(int i) const { return bias_columns + i; }
  int h_column(int i) const { return bias_columns + inputs + i; }
};

struct QuantisedNetwork {
  std::vector<QuantisedLayer> layers;

  /// Operations a step, multiplication and addition apart: 2 * 3 * sum of H * (I + H).
  std::int64_t operations_per_step() const;
  /// Elements a step that the delta unit looks at: sum of (I + H), without bias.
  std::int64_t elements_per_step() const;
};

/// What is allowed where a value does not fit its format.
struct QuantisationOptions {
  bool saturate = false;  ///< it becomes the nearest value that does
  bool scale = false;     ///< the tensors of an accumulator are divided by a power of two
  int input_scale = 0;    ///< the network's inputs come divided by 2^input_scale
};

/// What quantisation had to do where it was allowed to.
struct QuantisationReport {
  std::int64_t saturated_weights = 0;
  std::int64_t saturated_biases = 0;  ///< also those of a bias column
};

/// Rounds weights and biases half to even into the profile's formats. Throws std::range_error for
/// a value that does not fit (naming tensor, index, value and the smallest format that holds it)
/// unless the options allow otherwise, for NaN and infinity always, and for a bias that
/// BiasPath::column cannot represent. Throws std::invalid_argument where tensor or layer sizes do
/// not fit together.
///
/// BiasPath::initial: b_i and b_h are rounded to the bias format one by one, then added where r and
/// u need the sum. BiasPath::column: b_i + b_h is added as real numbers and rounded once, to the
/// weight format; b_h of the candidate must be zero.
QuantisedNetwork quantise(const FloatNetwork& network, const NumericProfile& profile,
                          const QuantisationOptions& options = {},
                          QuantisationReport* report = nullptr);

}  // namespace drnn
