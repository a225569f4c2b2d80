#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/formats/npy_header.hpp"
#include "sim/formats/text.hpp"

namespace drnn {

/// How the elements of a feature file are stored.
enum class FeatureType { float32, float64, int16 };

/// Steps of a sequence of features as read: (steps, features), row-major. Exactly one of `real` and
/// `raw` is filled, as `type` says.
struct FeatureArray {
  std::string name;  ///< the file, for messages
  std::int64_t steps = 0;
  std::int64_t features = 0;
  FeatureType type = FeatureType::float32;
  std::vector<double> real;       ///< float32 and float64: every value exactly, all finite
  std::vector<std::int16_t> raw;  ///< int16: units of the activation format
  std::int64_t first_step = 0;    ///< in the file, for messages
};

/// What an array is for: decides what a 1-D file means, and words.
enum class ArrayUse {
  features,
  targets,  ///< what a network's outputs are held against
};

/// A .npy file of float32, float64 or int16, little endian, in C or Fortran order, that is read
/// some steps at a time.
///
/// Shapes: (steps, features); (features), which is one step, unless one feature is expected: then
/// it is refused, because a 1-D file may as well mean that many steps (targets, whose steps are
/// known, are taken as such); and with a batch axis of 1 (1, steps, features) or (steps, 1,
/// features). Where both leading axes are 1 the two readings agree: one step.
class FeatureFile {
 public:
  /// Checks the header against the file's size. Throws InputError "FILE: reason" for anything else,
  /// zero steps and another number of features.
  FeatureFile(const std::filesystem::path& path, std::int64_t expected_features,
              ArrayUse use = ArrayUse::features);

  const std::string& name() const { return name_; }
  std::int64_t steps() const { return steps_; }
  std::int64_t features() const { return features_; }
  FeatureType type() const { return type_; }

  /// `count` steps from `first` on. Throws InputError for NaN and infinity.
  FeatureArray read(std::int64_t first, std::int64_t count);

 private:
  template <typename T>
  std::vector<T> load(std::int64_t first, std::int64_t count);

  std::string name_;
  InputFile file_;
  NpyHeader header_;
  std::int64_t steps_ = 0;
  std::int64_t features_ = 0;
  FeatureType type_ = FeatureType::float32;
};

/// Calls with the first `steps` steps of the file, or with all where it has fewer, some at a time.
void for_each_part(FeatureFile& file, std::int64_t steps,
                   const std::function<void(const FeatureArray&)>& part);

}  // namespace drnn
