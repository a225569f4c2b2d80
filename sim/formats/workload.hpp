#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/formats/npy.hpp"

namespace drnn {

/// One input sequence in the accelerator's format. State is reset before each.
struct Sequence {
  std::string name;  ///< the file as the user named it, or "synthetic"
  std::int64_t steps = 0;
  std::vector<std::int32_t> x;  ///< (steps, features) row-major, units of the activation format
};

/// Reads feature files (npy.hpp) in the given order.
std::vector<FeatureArray> read_all_features(const std::vector<std::filesystem::path>& files,
                                            std::int64_t features);

/// 16 hexadecimal digits over the bytes of the files in their order, each preceded by its size;
/// names do not count. Throws InputError for a file that cannot be read.
std::string hash_files(const std::vector<std::filesystem::path>& files);

/// The same over sequences: their steps and quantised values, for inputs that are no files.
std::string hash_sequences(const std::vector<Sequence>& sequences);

}  // namespace drnn
