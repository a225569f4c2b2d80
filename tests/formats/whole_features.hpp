#pragma once

#include "sim/formats/npy.hpp"

namespace drnn::test {

/// All steps of a file.
inline FeatureArray read_features(const std::filesystem::path& path, std::int64_t expected_features,
                                  ArrayUse use = ArrayUse::features) {
  FeatureFile file(path, expected_features, use);
  return file.read(0, file.steps());
}

}  // namespace drnn::test
