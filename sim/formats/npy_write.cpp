#include "sim/formats/npy_write.hpp"

#include "model/spool/rows.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/formats/npy_header.hpp"

namespace drnn {
namespace {

/// Least significant byte first, whatever the machine's own order.
void put(std::ostream& out, std::int16_t value) {
  const auto bits = static_cast<std::uint16_t>(value);
  out.put(static_cast<char>(bits & 0xff));
  out.put(static_cast<char>(bits >> 8));
}

}  // namespace

void write_npy_int16(const std::filesystem::path& path, const SpooledValues<std::int16_t>& values,
                     std::int64_t columns) {
  write_atomically(path, [&](std::ostream& out) {
    const std::int64_t rows = static_cast<std::int64_t>(values.size()) / columns;
    out << make_npy_header({"<i2", false, {rows, columns}, 0});
    for_each_row(values, 1, [&](const std::int16_t* value) { put(out, *value); });
  });
}

}  // namespace drnn
