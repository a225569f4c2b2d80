#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drnn {

/// `text` without spaces, tabs and carriage returns at either end.
std::string_view trim(std::string_view text);

/// The parts between separators; "" is one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The whole of `text` as a number; nullopt where anything else stands in it or it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<double> parse_real(std::string_view text);

/// The shortest decimal that reads back as the same value: 0.1, not 0.100000.
std::string to_text(double value);

/// Fit for a one-line message: control characters become '?', and long text is cut.
std::string printable(std::string_view text);

/// The bytes of a file. Throws InputError "cannot read FILE: reason" for anything but a readable
/// regular file.
std::string read_bytes(const std::filesystem::path& path);

/// A regular file that is read a part at a time.
class InputFile {
 public:
  /// Throws as read_bytes().
  explicit InputFile(const std::filesystem::path& path);

  std::size_t size() const { return size_; }
  /// Throws InputError "cannot read FILE: it ends early" where it does.
  void read(std::size_t offset, std::size_t bytes, char* to);
  /// At the file's beginning.
  std::istream& stream() { return file_.seekg(0); }

 private:
  std::filesystem::path path_;
  std::ifstream file_;
  std::size_t size_ = 0;
};

/// The lines of a text file without line ends (LF or CRLF) and without a byte order mark.
std::vector<std::string> read_lines(const std::filesystem::path& path);

}  // namespace drnn
