#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/spool/spooled_values.hpp"
#include "model/spool/stretches.hpp"

namespace drnn {

/// Calls with the address of one row of `width` values after the other.
template <class T, class Row>
void for_each_row(const SpooledValues<T>& values, std::size_t width, Row row) {
  std::vector<T> rows;
  for_each_stretch(values.size() / width, width, [&](std::uint64_t first, std::size_t count) {
    rows.resize(count * width);
    values.read(first * width, rows.size(), rows.data());
    for (std::size_t i = 0; i < count; ++i) row(rows.data() + i * width);
  });
}

}  // namespace drnn
