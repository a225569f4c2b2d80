#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/accuracy.hpp"

namespace drnn {

/// What is run on the accelerator, and what its outputs are held against.
struct WorkloadOptions {
  std::optional<std::string> network;
  std::vector<std::string> inputs;
  std::optional<std::string> labels;
  std::optional<std::string> targets;
  std::optional<Metric> metric;
  std::optional<std::int64_t> blank;
  std::optional<std::int64_t> steps;  ///< only the first so many of each sequence
  std::optional<std::string> synthetic;
  /// Whether the files' hashes are wanted, which take as long as all else of loading.
  bool hashed = true;
};

}  // namespace drnn
