#include "model/spool/temporary_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// POSIX allows to write or read less than was asked for. `move` takes address, bytes and offset.
template <class Byte, class Move>
void move_all(Byte* data, std::size_t bytes, std::uint64_t offset, const char* what, Move move) {
  while (bytes > 0) {
    const ssize_t moved = move(data, bytes, static_cast<off_t>(offset));
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0)
      throw SimulationError(std::string("cannot ") + what +
                            " a temporary file: " + std::strerror(moved < 0 ? errno : EIO) +
                            "; TMPDIR may name another folder");
    data += moved;
    bytes -= static_cast<std::size_t>(moved);
    offset += static_cast<std::uint64_t>(moved);
  }
}

}  // namespace

TemporaryFile::TemporaryFile() {
  const char* const asked = std::getenv("TMPDIR");
  const std::string folder = asked != nullptr && *asked != '\0' ? asked : "/tmp";
  std::string name = folder + "/drnn-XXXXXX";
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0)
    throw SimulationError("TMPDIR = " + folder + ": no temporary file can be created: " +
                          std::strerror(errno) + "; allowed: a folder that can be written");
  ::unlink(name.c_str());
}

TemporaryFile::~TemporaryFile() {
  ::close(descriptor_);
}

/// The position, which nothing else here uses, is one for all processes, and moved atomically.
std::uint64_t TemporaryFile::reserve(std::uint64_t bytes) {
  const off_t end = ::lseek(descriptor_, static_cast<off_t>(bytes), SEEK_CUR);
  if (end < 0)
    throw SimulationError(std::string("a temporary file has no room: ") + std::strerror(errno));
  return static_cast<std::uint64_t>(end) - bytes;
}

void TemporaryFile::write(std::uint64_t offset, const void* data, std::size_t bytes) {
  move_all(static_cast<const char*>(data), bytes, offset, "write",
           [this](const char* from, std::size_t count, off_t at) {
             return ::pwrite(descriptor_, from, count, at);
           });
}

void TemporaryFile::read(std::uint64_t offset, void* data, std::size_t bytes) const {
  move_all(static_cast<char*>(data), bytes, offset, "read",
           [this](char* to, std::size_t count, off_t at) {
             return ::pread(descriptor_, to, count, at);
           });
}

}  // namespace drnn
