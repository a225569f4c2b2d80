#pragma once

#include <filesystem>

#include "sim/formats/conformance_case.hpp"

namespace drnn {

/// The files of a case that the configuration may name.
struct ConformanceFiles {
  std::filesystem::path stim;
  std::filesystem::path params;
};

/// Reads NAME_config.csv into `c`, whose name is set: everything but words and recordings. Throws
/// InputError "FILE:LINE: reason" for an unknown, repeated, missing or impossible entry.
ConformanceFiles read_conformance_config(const std::filesystem::path& config, ConformanceCase& c);

}  // namespace drnn
