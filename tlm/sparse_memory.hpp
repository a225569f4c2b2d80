#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace drnn {

/// The contents of a memory: bytes, zero until written, kept in pages that were touched.
class SparseMemory {
 public:
  void write(std::uint64_t address, const std::uint8_t* data, std::uint64_t bytes);
  void read(std::uint64_t address, std::uint8_t* data, std::uint64_t bytes);

 private:
  static constexpr std::uint64_t kPageBytes = 65536;

  template <class Copy>
  void for_each_stretch(std::uint64_t address, std::uint64_t bytes, Copy copy);

  std::map<std::uint64_t, std::vector<std::uint8_t>> pages_;
};

}  // namespace drnn
