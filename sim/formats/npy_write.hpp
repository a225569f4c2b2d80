#pragma once

#include <cstdint>
#include <filesystem>

namespace drnn {

/// Writes `data`, (rows, columns) row-major, as int16 .npy: all or nothing (atomic_file.hpp).
void write_npy_int16(const std::filesystem::path& path, const std::int16_t* data, std::int64_t rows,
                     std::int64_t columns);

}  // namespace drnn
