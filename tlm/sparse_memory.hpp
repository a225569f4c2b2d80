#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace drnn {

/// The contents of a memory: bytes, zero until written, kept in pages that something else was
/// written to.
class SparseMemory {
 public:
  static constexpr std::uint64_t kPageBytes = 65536;

  void write(std::uint64_t address, const std::uint8_t* data, std::uint64_t bytes);
  void read(std::uint64_t address, std::uint8_t* data, std::uint64_t bytes) const;

  /// What it takes on the host.
  std::uint64_t allocated_bytes() const { return pages_.size() * kPageBytes; }

 private:
  std::map<std::uint64_t, std::vector<std::uint8_t>> pages_;
};

}  // namespace drnn
