#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"

namespace drnn {

/// Columns of a one-layer network in the order in which a run sends them.
struct SentColumns {
  std::vector<std::uint32_t> columns;
  std::vector<std::int32_t> deltas;
};

/// What a run over `inputs` (steps, I) that gave `outputs` (steps, H) from a reset on sends, by the
/// delta rule; appended. Bias columns are left out.
void append_sent_columns(const QuantisedLayer& layer, const NumericProfile& profile,
                         const DeltaSettings& settings, const std::vector<std::int16_t>& inputs,
                         const std::int16_t* outputs, SentColumns& sent);

/// The plain column loop in C++, without any timing: accumulators[row] += weights[column][row] *
/// delta for the 3H rows of every column, one column after another. What a simulator is measured
/// against.
template <class Weight, class Accumulator>
class NativeLoop {
 public:
  /// weights: column-major, `rows` a column.
  NativeLoop(std::vector<Weight> weights, std::size_t rows)
      : weights_(std::move(weights)), rows_(rows), accumulators_(rows, 0) {}

  void run(const SentColumns& sent);

  /// Depends on every accumulator, so that no compiler leaves the loop out.
  std::uint64_t checksum() const;

 private:
  const std::vector<Weight> weights_;
  const std::size_t rows_;
  std::vector<Accumulator> accumulators_;
};

/// 16 bit weights and 48 bit accumulators, as profile drnn has them.
using DrnnNativeLoop = NativeLoop<std::int16_t, std::int64_t>;
/// 8 bit weights and 24 bit accumulators, as profile edgedrnn has them.
using EdgeNativeLoop = NativeLoop<std::int8_t, std::int32_t>;

}  // namespace drnn
