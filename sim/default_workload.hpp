#pragma once

#include <filesystem>

namespace drnn {

/// Time between two of its steps (traces/digits/README.md).
constexpr double kDefaultWorkloadFrameMs = 10;

/// The folder of the default workload, connected digits: traces/digits above the program's folder
/// or the current one. Throws InputError where it is not found.
std::filesystem::path default_workload_folder();

}  // namespace drnn
