#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "model/arith/hash.hpp"

namespace drnn {

/// A memory trace as DRAM simulators read it: a line a request, `0xADDRESS READ|WRITE CYCLE`; empty
/// lines and lines that begin with # say nothing. Read line by line, so that its length costs no
/// memory.
class MemoryTrace {
 public:
  struct Request {
    std::uint64_t address = 0;
    bool write = false;
    std::uint64_t cycle = 0;
  };

  /// Addresses must lie below `memory_bytes`. Throws InputError where the file cannot be read.
  MemoryTrace(const std::filesystem::path& path, std::uint64_t memory_bytes);

  /// The next request; nothing at the end. Throws InputError "FILE:LINE: reason".
  std::optional<Request> next();

  std::uint64_t requests() const { return requests_; }
  /// Of the lines read so far.
  std::string hash() const { return hash_.hex(); }

 private:
  Request parse(const std::string& line) const;
  std::uint64_t parse_address(std::string_view text) const;
  [[noreturn]] void fail(const std::string& reason) const;

  const std::filesystem::path path_;
  const std::uint64_t memory_bytes_;
  std::ifstream stream_;
  std::uint64_t line_ = 0;
  std::uint64_t requests_ = 0;
  Fnv1a hash_;
};

}  // namespace drnn
