#include "sim/formats/npy_write.hpp"

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

void write_npy_int16(const std::filesystem::path& path, const std::int16_t* data, std::int64_t rows,
                     std::int64_t columns) {
  write_atomically(path, [&](std::ostream& out) {
    out << make_npy_header({"<i2", false, {rows, columns}, 0});
    for (std::int64_t i = 0; i < rows * columns; ++i) put(out, data[i]);
  });
}

}  // namespace drnn
