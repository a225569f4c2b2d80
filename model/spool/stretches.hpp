#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace drnn {

/// Rows of `width` values that are read at once.
inline std::size_t rows_at_once(std::size_t width) {
  constexpr std::size_t kValues = 8192;
  return std::max<std::size_t>(1, kValues / std::max<std::size_t>(1, width));
}

/// Calls with the first row and the number of rows of one stretch after the other.
template <class Stretch>
void for_each_stretch(std::uint64_t rows, std::size_t width, Stretch stretch) {
  const std::size_t most = rows_at_once(width);
  for (std::uint64_t first = 0; first < rows; first += most)
    stretch(first, static_cast<std::size_t>(std::min<std::uint64_t>(most, rows - first)));
}

}  // namespace drnn
