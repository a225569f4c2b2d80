#pragma once

#include <cstddef>
#include <cstdint>

namespace drnn {

/// A file without a name in the folder for temporary files (TMPDIR, else /tmp); it goes when this
/// goes, however the process ends. Reading does not move any position, so that threads, and
/// processes forked later, may read at once.
class TemporaryFile {
 public:
  /// Throws SimulationError where the folder takes no file: no point of a sweep is invalid for
  /// that.
  TemporaryFile();
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// Where so many bytes begin that no other call has given, in this process or in those that share
  /// the file with it by being forked.
  std::uint64_t reserve(std::uint64_t bytes);

  /// Both throw SimulationError where not all bytes can be moved.
  void write(std::uint64_t offset, const void* data, std::size_t bytes);
  void read(std::uint64_t offset, void* data, std::size_t bytes) const;

 private:
  int descriptor_ = -1;
};

}  // namespace drnn
