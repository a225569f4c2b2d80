#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "model/config/errors.hpp"

namespace drnn::fuzz {

/// Runs a reader, which may refuse its input with an InputError and must do nothing else wrong.
template <class Reader>
int accepts_or_refuses(const Reader& reader) {
  try {
    reader();
  } catch (const InputError&) {
  }
  return 0;
}

/// A file of this process in memory, with these bytes.
inline std::filesystem::path file_with(const std::uint8_t* data, std::size_t size,
                                       const std::string& name) {
  const std::filesystem::path path = "/dev/shm/drnn_fuzz_" + std::to_string(::getpid()) + name;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  return path;
}

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return std::string(reinterpret_cast<const char*>(data), size);
}

}  // namespace drnn::fuzz
