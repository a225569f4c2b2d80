#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/fixed_point.hpp"
#include "sim/formats/npy.hpp"

namespace drnn {

/// The features in units of `format`, (steps, features) row-major: floats rounded half to even,
/// int16 as it is. Throws InputError naming file, [step, feature] and value where the format is
/// too small, with the smallest 16-bit format that holds the value.
std::vector<std::int32_t> quantise_features(const FeatureArray& array, const FixedFormat& format);

}  // namespace drnn
