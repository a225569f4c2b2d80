#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/network.hpp"
#include "model/arith/numeric_profile.hpp"
#include "model/spool/spooled_values.hpp"
#include "sim/formats/synthetic_spec.hpp"

namespace drnn {

/// Thresholds in units of the activation format.
struct SyntheticThresholds {
  std::int32_t theta_x = 0;
  std::int32_t theta_h = 0;
};

/// A random network and input. The densities are targets; the simulator reports what it measures.
struct SyntheticWorkload {
  FloatNetwork network;  ///< no readout
  SpooledValues<std::int16_t>
      inputs;  ///< (steps, inputs) row-major, units of the activation format
  /// Share of units that fired in each layer over the calibration steps: how near density_h came.
  std::vector<double> calibrated_density_h;
};

/// Makes the workload of `spec`: the same bits for the same arguments on every machine.
///
/// Input: an element changes with probability density_x a step, always by more than theta_x from
/// its previous value, which is therefore its reference: density_x is reached up to chance. It
/// concerns the network's input; layers above see the states of the layer below.
///
/// States: nothing in a GRU sets density_h directly, and nothing is forced here. Each layer has one
/// activity parameter, searched by bisection with the untimed model on a prefix of the input
/// (synthetic_calibration.hpp). A density that no activity reaches (states cannot move where the
/// input never does, or not by theta_h) leaves the nearest one.
SyntheticWorkload make_synthetic(const SyntheticSpec& spec, const NumericProfile& profile,
                                 const SyntheticThresholds& thresholds);

/// The input alone: (steps, inputs) row-major, units of `format`.
SpooledValues<std::int16_t> make_synthetic_input(const SyntheticSpec& spec,
                                                 const FixedFormat& format, std::int32_t theta_x);

}  // namespace drnn
