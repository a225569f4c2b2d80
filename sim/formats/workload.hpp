#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/spool/spooled_values.hpp"

namespace drnn {

/// 16 hexadecimal digits over the bytes of the files in their order, each preceded by its size;
/// names do not count. Throws InputError for a file that cannot be read.
std::string hash_files(const std::vector<std::filesystem::path>& files);

/// The same over one sequence's steps and quantised values, for inputs that are no files.
std::string hash_sequence(std::uint64_t steps, const SpooledValues<std::int16_t>& values);

}  // namespace drnn
