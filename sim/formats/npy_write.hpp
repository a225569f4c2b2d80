#pragma once

#include <cstdint>
#include <filesystem>

#include "model/spool/spooled_values.hpp"

namespace drnn {

/// Writes `values`, (rows, columns) row-major, as int16 .npy: all or nothing (atomic_file.hpp).
void write_npy_int16(const std::filesystem::path& path, const SpooledValues<std::int16_t>& values,
                     std::int64_t columns);

}  // namespace drnn
