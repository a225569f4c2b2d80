#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace drnn::test {

/// A .npy file of format version `major`.0 with the given dictionary, independent of the code
/// under test.
inline std::string npy_with_header(std::string dictionary, const std::string& data, int major = 1) {
  const std::size_t width = major == 1 ? 2 : 4;
  while ((8 + width + dictionary.size() + 1) % 64 != 0) dictionary += ' ';
  dictionary += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(major);
  bytes += '\0';
  for (std::size_t i = 0; i < width; ++i) {
    bytes += static_cast<char>((dictionary.size() >> (8 * i)) & 0xff);
  }
  return bytes + dictionary + data;
}

inline std::string npy(const std::string& dtype, const std::string& shape, const std::string& data,
                       const std::string& fortran = "False", int major = 1) {
  return npy_with_header(
      "{'descr': '" + dtype + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }",
      data, major);
}

/// The values' bytes on a little-endian machine, which the tests run on.
template <typename T>
std::string data_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace drnn::test
