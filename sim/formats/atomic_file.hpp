#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>

namespace drnn {

/// A file that appears under its final name only when it is complete: it is written beside it and
/// renamed by commit(). Without commit() nothing remains. A symbolic link is followed; a device
/// or pipe (/dev/null, /dev/stdout) is written directly, because a rename would replace it.
/// Every failure is an InputError that names the final path and the system's reason.
class AtomicFile {
 public:
  explicit AtomicFile(const std::filesystem::path& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  std::ostream& stream() { return stream_; }

  /// Closes the file and gives it its final name.
  void commit();

 private:
  [[noreturn]] void fail(const char* verb, int error) const;
  void create_partial();
  void remove_partial() noexcept;

  const std::filesystem::path path_;  ///< as the user wrote it: for messages
  std::filesystem::path final_;
  std::filesystem::path partial_;  ///< equals final_ where written directly
  std::ofstream stream_;
  bool done_ = false;
};

/// Writes one file through `write`, all or nothing.
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(std::ostream&)>& write);

}  // namespace drnn
