#include "sim/formats/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "model/config/errors.hpp"

namespace drnn {
namespace {

namespace fs = std::filesystem;

constexpr int kAttempts = 1000;
constexpr mode_t kMode = 0666;  // less the user's umask

/// Where the last link of `path` leads; `path` itself where it is no link or leads nowhere.
fs::path behind_links(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(fs::symlink_status(path, error))) return path;
  const fs::path target = fs::weakly_canonical(path, error);
  return error ? path : target;
}

/// The file is hidden, so that a listing of *.npy or *.json never shows an unfinished one.
fs::path partial_name(const fs::path& path, int attempt) {
  return path.parent_path() / ("." + path.filename().string() + ".partial-" +
                               std::to_string(::getpid()) + "-" + std::to_string(attempt));
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& path) : path_(path), final_(behind_links(path)) {
  std::error_code error;
  const fs::file_status status = fs::status(final_, error);
  if (path.empty()) fail("create", ENOENT);
  if (fs::is_directory(status) || !final_.has_filename()) fail("create", EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    partial_ = final_;
  } else {
    create_partial();
  }
  errno = 0;
  stream_.open(partial_, std::ios::binary);
  if (!stream_) {
    const int reason = errno;
    remove_partial();
    fail("create", reason);
  }
}

AtomicFile::~AtomicFile() {
  if (done_) return;
  stream_.close();
  remove_partial();
}

void AtomicFile::commit() {
  errno = 0;
  stream_.close();
  if (!stream_) fail("write", errno);
  if (partial_ != final_ && std::rename(partial_.c_str(), final_.c_str()) != 0) {
    fail("create", errno);
  }
  done_ = true;
}

void AtomicFile::create_partial() {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    partial_ = partial_name(final_, attempt);
    const int descriptor = ::open(partial_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kMode);
    if (descriptor >= 0) {
      ::close(descriptor);
      return;
    }
    if (errno != EEXIST) fail("create", errno);
  }
  fail("create", EEXIST);
}

void AtomicFile::remove_partial() noexcept {
  if (partial_ != final_) ::unlink(partial_.c_str());
}

void AtomicFile::fail(const char* verb, int error) const {
  const std::string reason = error == 0 ? "input/output error" : std::strerror(error);
  throw InputError(std::string("cannot ") + verb + " " + path_.string() + ": " + reason);
}

void write_atomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
  AtomicFile file(path);
  write(file.stream());
  file.commit();
}

}  // namespace drnn
