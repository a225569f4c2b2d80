#include "sim/formats/text.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "model/config/errors.hpp"

namespace drnn {
namespace {

constexpr std::string_view kSpaces = " \t\r";
constexpr std::size_t kLongestPrinted = 120;

template <typename Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

[[noreturn]] void fail_to_read(const std::filesystem::path& path, const std::string& reason) {
  throw InputError("cannot read " + path.string() + ": " + reason);
}

}  // namespace

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  return parse_whole<std::int64_t>(text);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  return parse_whole<std::uint64_t>(text);
}

std::optional<double> parse_real(std::string_view text) {
  return parse_whole<double>(text);
}

std::string to_text(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

std::string printable(std::string_view text) {
  std::string line(text.substr(0, kLongestPrinted));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  if (text.size() > kLongestPrinted) line += "...";
  return line;
}

std::string read_bytes(const std::filesystem::path& path) {
  InputFile file(path);
  std::string bytes(file.size(), '\0');
  file.read(0, bytes.size(), bytes.data());
  return bytes;
}

InputFile::InputFile(const std::filesystem::path& path) : path_(path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) fail_to_read(path, "no such file");
  if (!std::filesystem::is_regular_file(status)) fail_to_read(path, "not a regular file");
  errno = 0;
  file_.open(path, std::ios::binary | std::ios::ate);
  if (!file_) fail_to_read(path, std::strerror(errno));
  size_ = static_cast<std::size_t>(file_.tellg());
}

void InputFile::read(std::size_t offset, std::size_t bytes, char* to) {
  file_.seekg(static_cast<std::streamoff>(offset));
  file_.read(to, static_cast<std::streamsize>(bytes));
  if (!file_) fail_to_read(path_, "it ends early");
}

std::vector<std::string> read_lines(const std::filesystem::path& path) {
  const std::string bytes = read_bytes(path);
  std::string_view text = bytes;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  std::vector<std::string> lines;
  for (std::string_view line : split(text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.emplace_back(line);
  }
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace drnn
