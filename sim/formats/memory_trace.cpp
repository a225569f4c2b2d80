#include "sim/formats/memory_trace.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {

namespace {

/// Fields between blanks.
std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  constexpr const char* kBlanks = " \t\r";
  for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;
       at = line.find_first_not_of(kBlanks, at)) {
    const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end;
  }
  return fields;
}

std::string in_quotes(std::string_view text) {
  return "'" + printable(text) + "'";
}

}  // namespace

MemoryTrace::MemoryTrace(const std::filesystem::path& path, std::uint64_t memory_bytes)
    : path_(path), memory_bytes_(memory_bytes) {
  if (std::filesystem::is_directory(path))
    throw InputError("cannot read " + path.string() + ": a folder");
  errno = 0;
  stream_.open(path);
  if (!stream_) throw InputError("cannot read " + path.string() + ": " + std::strerror(errno));
}

std::optional<MemoryTrace::Request> MemoryTrace::next() {
  for (std::string line; std::getline(stream_, line);) {
    ++line_;
    const std::string_view text = trim(line);
    hash_.add_bytes(text.data(), text.size());
    hash_.add_bytes("\n", 1);
    if (text.empty() || text.front() == '#') continue;
    ++requests_;
    return parse(std::string(text));
  }
  if (stream_.bad()) fail("the file cannot be read further");
  return std::nullopt;
}

MemoryTrace::Request MemoryTrace::parse(const std::string& line) const {
  const std::vector<std::string_view> fields = fields_of(line);
  if (fields.size() != 3)
    fail(in_quotes(line) + " must be three fields: 0xADDRESS READ|WRITE CYCLE");
  Request request;
  request.address = parse_address(fields[0]);
  if (fields[1] != "READ" && fields[1] != "WRITE")
    fail(in_quotes(fields[1]) + " must be READ or WRITE");
  request.write = fields[1] == "WRITE";
  const auto cycle = parse_unsigned(fields[2]);
  // Half of the range leaves room for what the DRAM adds.
  if (!cycle || *cycle > (std::uint64_t{1} << 62))
    fail("cycle " + in_quotes(fields[2]) + " must be an integer from 0 to 2^62");
  request.cycle = *cycle;
  return request;
}

std::uint64_t MemoryTrace::parse_address(std::string_view text) const {
  std::uint64_t address = 0;
  const bool hexadecimal = text.substr(0, 2) == "0x" || text.substr(0, 2) == "0X";
  const char* begin = text.data() + (hexadecimal ? 2 : 0);
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(begin, end, address, 16);
  if (!hexadecimal || begin == end || last != end || error != std::errc())
    fail("address " + in_quotes(text) + " must be hexadecimal, as in 0x1F40");
  if (address >= memory_bytes_)
    fail("address " + in_quotes(text) + " must lie below the device's end, 0x" +
         to_hex(memory_bytes_).substr(to_hex(memory_bytes_).find_first_not_of('0')));
  return address;
}

void MemoryTrace::fail(const std::string& reason) const {
  throw InputError(path_.string() + ":" + std::to_string(line_) + ": " + reason);
}

}  // namespace drnn
