#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/network_ranges.hpp"
#include "model/spool/spooled_values.hpp"
#include "sim/formats/npy.hpp"

namespace drnn {

/// What is allowed where a feature does not fit the format.
struct FeatureOptions {
  bool saturate = false;  ///< it becomes the nearest value that does
  int scale = 0;          ///< all are divided by 2^scale first
};

/// The features in units of `format`, (steps, features) row-major: floats rounded half to even,
/// int16 as it is (where they are scaled, rounded likewise). Throws InputError naming file, [step,
/// feature] and value where the format is too small, with the smallest 16-bit format that holds the
/// value; unless saturation is allowed: then `saturated` is incremented for each.
std::vector<std::int32_t> quantise_features(const FeatureArray& array, const FixedFormat& format,
                                            const FeatureOptions& options, std::int64_t& saturated);

/// The features as real values; int16 count in units of `format`.
std::vector<double> real_features(const FeatureArray& array, const FixedFormat& format);

/// The range of all sequences' features, as one tensor named "features".
TensorRange feature_range(const std::vector<SpooledValues<double>>& features,
                          const FixedFormat& format);

/// The smallest exponent with which all features, divided by 2^exponent, fit the format.
int feature_scale(const TensorRange& range);

}  // namespace drnn
