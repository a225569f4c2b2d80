#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "model/spool/temporary_file.hpp"

namespace drnn {

/// The contents of a memory: bytes, zero until written, kept in pages that something else was
/// written to. The pages used last are in the host's memory, older ones in a temporary file.
class SparseMemory {
 public:
  static constexpr std::uint64_t kPageBytes = 65536;
  static constexpr std::size_t kMostPagesInMemory = 64;

  void write(std::uint64_t address, const std::uint8_t* data, std::uint64_t bytes);
  void read(std::uint64_t address, std::uint8_t* data, std::uint64_t bytes);

  /// What it takes of the host's memory.
  std::uint64_t allocated_bytes() const { return in_memory_ * kPageBytes; }

 private:
  struct Page {
    std::vector<std::uint8_t> bytes;     ///< none where it is in the file alone
    std::optional<std::uint64_t> place;  ///< in the file, in pages
    bool changed = false;                ///< since it was written to the file
    std::uint64_t last_use = 0;
  };

  Page& use(Page& page);
  void make_room();
  void write_out(Page& page);

  std::map<std::uint64_t, Page> pages_;
  std::size_t in_memory_ = 0;
  std::uint64_t uses_ = 0;
  std::unique_ptr<TemporaryFile> file_;
  std::uint64_t pages_in_file_ = 0;
};

}  // namespace drnn
