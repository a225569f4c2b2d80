#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace drnn {

/// How the elements of a feature file are stored.
enum class FeatureType { float32, float64, int16 };

/// One sequence of features as read: (steps, features), row-major. Exactly one of `real` and `raw`
/// is filled, as `type` says.
struct FeatureArray {
  std::string name;  ///< the file, for messages
  std::int64_t steps = 0;
  std::int64_t features = 0;
  FeatureType type = FeatureType::float32;
  std::vector<double> real;       ///< float32 and float64: every value exactly, all finite
  std::vector<std::int16_t> raw;  ///< int16: units of the activation format
};

/// What an array is for: decides what a 1-D file means, and words.
enum class ArrayUse {
  features,
  targets,  ///< what a network's outputs are held against
};

/// Reads a .npy file of float32, float64 or int16, little endian, in C or Fortran order.
///
/// Shapes: (steps, features); (features), which is one step, unless one feature is expected: then
/// it is refused, because a 1-D file may as well mean that many steps (targets, whose steps are
/// known, are taken as such); and with a batch axis of 1 (1, steps, features) or (steps, 1,
/// features). Where both leading axes are 1 the two readings agree: one step.
///
/// The header is checked against the file's size before any data are read. Throws InputError
/// "FILE: reason" for anything else, zero steps, another number of features, NaN and infinity.
FeatureArray read_features(const std::filesystem::path& path, std::int64_t expected_features,
                           ArrayUse use = ArrayUse::features);

}  // namespace drnn
