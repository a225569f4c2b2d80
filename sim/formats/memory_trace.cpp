#include "sim/formats/memory_trace.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr std::size_t kBufferBytes = 65536;
constexpr std::string_view kBlanks = " \t";

std::string quoted(std::string_view text) {
  return "'" + printable(text) + "'";
}

std::string hexadecimal(std::uint64_t value) {
  char digits[16];
  const auto result = std::to_chars(digits, digits + sizeof digits, value, 16);
  return "0x" + std::string(digits, result.ptr);
}

/// Takes the next word off `text`; empty where there is none.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text.remove_prefix(word.size());
  return word;
}

std::optional<bool> is_write(std::string_view word) {
  if (word == "READ" || word == "read") return false;
  if (word == "WRITE" || word == "write") return true;
  return std::nullopt;
}

}  // namespace

MemoryTraceReader::MemoryTraceReader(const std::filesystem::path& path, const DdrDevice& device)
    : path_(path),
      device_name_(device.name),
      size_bytes_(device.size_bytes()),
      buffer_(kBufferBytes) {
  errno = 0;
  file_.open(path, std::ios::binary);
  if (!file_)
    throw InputError("cannot read " + path.string() + ": " +
                     std::strerror(errno == 0 ? EIO : errno));
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    throw InputError("cannot read " + path.string() + ": a folder; allowed: a memory trace");
}

std::optional<TraceRequest> MemoryTraceReader::next() {
  while (auto line = next_line()) {
    const std::string_view content = trim(*line);
    if (content.empty() || content.front() == '#') continue;
    ++requests_;
    return parse(content);
  }
  return std::nullopt;
}

std::optional<std::string_view> MemoryTraceReader::next_line() {
  ++line_;
  for (std::size_t searched = 0;;) {
    const char* from = buffer_.data() + begin_;
    const std::size_t held = end_ - begin_;
    const void* newline = std::memchr(from + searched, '\n', held - searched);
    if (newline != nullptr) {
      const auto size = static_cast<std::size_t>(static_cast<const char*>(newline) - from);
      begin_ += size + 1;
      return std::string_view(from, size);
    }
    searched = held;
    if (held == buffer_.size())
      fail("a line of more than " + std::to_string(kBufferBytes) + " bytes; " + "no memory trace");
    if (fill()) continue;
    begin_ = end_;
    if (held == 0) return std::nullopt;
    return std::string_view(buffer_.data() + end_ - held, held);  // without a line end
  }
}

/// Moves what is unread to the front and reads on; false at the end of the file.
bool MemoryTraceReader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  errno = 0;
  file_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
  if (file_.bad())
    throw InputError("cannot read " + path_.string() + ": " +
                     std::strerror(errno == 0 ? EIO : errno));
  const auto read = static_cast<std::size_t>(file_.gcount());
  hash_.add_bytes(buffer_.data() + end_, read);
  end_ += read;
  return read > 0;
}

TraceRequest MemoryTraceReader::parse(std::string_view line) const {
  std::string_view rest = line;
  std::array<std::string_view, 3> words;
  for (std::string_view& word : words) word = take_word(rest);
  if (words.back().empty() || !rest.empty())
    fail(quoted(line) + ": expected '0xADDRESS READ|WRITE CYCLE'");
  const auto write = is_write(words[1]);
  if (!write) fail("operation " + quoted(words[1]) + ": allowed is READ or WRITE");
  const auto cycle = parse_unsigned(words[2]);
  if (!cycle || *cycle > kLastCycle)
    fail("cycle " + quoted(words[2]) + ": allowed is 0 to " + std::to_string(kLastCycle));
  return {parse_address(words[0]), *write, *cycle};
}

std::uint64_t MemoryTraceReader::parse_address(std::string_view text) const {
  const bool marked = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  std::uint64_t address = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + (marked ? 2 : 0), end, address, 16);
  const bool beyond = error == std::errc::result_out_of_range || address >= size_bytes_;
  if (!marked || stop != end || error == std::errc::invalid_argument || beyond)
    fail("address " + quoted(text) + ": allowed is 0x0 to " + hexadecimal(size_bytes_ - 1) +
         ", the size of " + device_name_);
  return address;
}

void MemoryTraceReader::fail(const std::string& reason) const {
  throw InputError(path_.string() + ":" + std::to_string(line_) + ": " + reason);
}

}  // namespace drnn
