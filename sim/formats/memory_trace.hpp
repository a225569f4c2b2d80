#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/arith/hash.hpp"
#include "tlm/ddr/ddr_device.hpp"
#include "tlm/ddr/trace_replay.hpp"

namespace drnn {

/// Reads a memory trace as DRAM simulators use it, a request a line: `0xADDRESS READ|WRITE CYCLE`,
/// fields apart by spaces or tabs. Blank lines and lines that begin with # say nothing; lines end
/// with LF or CRLF. Of the file, which may be a pipe, 64 KB are in memory at a time.
class MemoryTraceReader {
 public:
  /// The largest CYCLE: what every reader of JSON holds exactly.
  static constexpr DdrClock kLastCycle = (DdrClock{1} << 53) - 1;

  /// Throws InputError where the file cannot be read.
  MemoryTraceReader(const std::filesystem::path& path, const DdrDevice& device);

  /// The next request; nullopt at the end. Throws InputError "FILE:LINE: ..." for a line that is
  /// no request, or none that the device can serve.
  std::optional<TraceRequest> next();

  /// So far.
  std::uint64_t requests() const { return requests_; }
  /// Of the bytes of the file so far.
  std::string hash() const { return hash_.hex(); }

 private:
  std::optional<std::string_view> next_line();
  bool fill();
  TraceRequest parse(std::string_view line) const;
  std::uint64_t parse_address(std::string_view text) const;
  [[noreturn]] void fail(const std::string& reason) const;

  const std::filesystem::path path_;
  const std::string device_name_;
  const std::uint64_t size_bytes_;
  std::ifstream file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;  ///< of what the buffer holds unread
  std::uint64_t line_ = 0;
  std::uint64_t requests_ = 0;
  Fnv1a hash_;
};

}  // namespace drnn
