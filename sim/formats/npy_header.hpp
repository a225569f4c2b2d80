#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drnn {

/// What a .npy file says about itself before its data.
struct NpyHeader {
  std::string dtype;  ///< as NumPy writes it: "<f4"
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
  std::size_t data_offset = 0;  ///< bytes
};

/// Throws InputError "NAME: reason".
[[noreturn]] void refuse_npy(const std::string& name, const std::string& reason);

/// Reads the header of format version 1.0, 2.0 or 3.0: magic, version, length, and a dictionary
/// with exactly the keys descr, fortran_order and shape in any order. `bytes` is the file as far as
/// npy_header_bytes() says, or more of it.
/// Throws InputError "NAME: reason".
NpyHeader parse_npy_header(std::string_view bytes, const std::string& name);

/// What the first kNpyPreamble bytes of a file, or fewer where it has no more, say of where its
/// data begin; kNpyPreamble where they say nothing.
constexpr std::size_t kNpyPreamble = 12;
std::size_t npy_header_bytes(std::string_view begin);

/// The header that NumPy writes for version 1.0, magic included, padded to 128 bytes or a
/// multiple of 64.
std::string make_npy_header(const NpyHeader& header);

/// How NumPy prints a shape: "(3, 4)", "(3,)", "()".
std::string to_text(const std::vector<std::int64_t>& shape);

}  // namespace drnn
