#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "sim/formats/random.hpp"

namespace drnn {

/// What a layer sees during its calibration.
struct LayerInput {
  std::int64_t steps = 0;
  int inputs = 0;
  std::vector<std::int32_t> x;  ///< (steps, inputs) row-major, units of the activation format
};

struct CalibratedLayer {
  FloatLayer layer;
  double density_h = 0;         ///< measured with it
  std::vector<std::int32_t> h;  ///< (steps, hidden): the input of the next layer's calibration
};

/// How many of a run's steps the calibration looks at.
std::int64_t calibration_steps(std::int64_t steps);

/// A random layer whose states fire as near to `density_h` as its activity can bring them.
///
/// The activity, 0 to 1, moves two things together: the bias of the update gate, from holding the
/// old state to taking the candidate, and the scale of the candidate's weights, from zero to full.
/// Both make states move more, so bisection finds the activity; the nearest density met wins.
/// Recurrent weights lie within +-1/sqrt(hidden), all weights inside the weight format.
CalibratedLayer calibrate_layer(const LayerInput& input, int hidden, double density_h,
                                const NumericProfile& profile, const DeltaSettings& settings,
                                Random& random);

}  // namespace drnn
