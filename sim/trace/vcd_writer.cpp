#include "sim/trace/vcd_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "sim/trace/scope_order.hpp"

namespace drnn {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{4} << 20;
constexpr std::size_t kLongestLine = 128;  // 64 digits, a code, a time
constexpr int kByteBits = 8;
constexpr int kFirstCode = '!', kCodes = '~' - '!' + 1;

/// The digits of every byte, and room to copy eight characters from any of them.
struct ByteDigits {
  char text[256 * kByteBits + kByteBits] = {};
  constexpr ByteDigits() {
    for (int byte = 0; byte < 256; ++byte)
      for (int bit = 0; bit < kByteBits; ++bit)
        text[byte * kByteBits + bit] = (byte >> (kByteBits - 1 - bit) & 1) != 0 ? '1' : '0';
  }
};
constexpr ByteDigits kDigits;

/// The shortest identifier codes first.
std::string identifier(std::size_t number) {
  std::string code;
  for (++number; number > 0; number = (number - 1) / kCodes)
    code += static_cast<char>(kFirstCode + static_cast<int>((number - 1) % kCodes));
  return code;
}

char* put_binary(char* at, std::uint64_t value) {
  const int digits = 64 - __builtin_clzll(value | 1);
  int bytes = (digits - 1) / kByteBits;
  const int in_first = digits - bytes * kByteBits;
  const auto byte = [&](int i) {
    return static_cast<std::size_t>(value >> (i * kByteBits) & 0xff);
  };
  const std::size_t skipped = static_cast<std::size_t>(kByteBits - in_first);
  std::memcpy(at, kDigits.text + byte(bytes) * kByteBits + skipped, kByteBits);
  at += in_first;
  while (bytes-- > 0) {
    std::memcpy(at, kDigits.text + byte(bytes) * kByteBits, kByteBits);
    at += kByteBits;
  }
  return at;
}

}  // namespace

VcdWriter::VcdWriter(std::ostream& out, const SignalTable& table,
                     const std::vector<std::size_t>& shown, std::uint64_t period_ps)
    : out_(out),
      table_(table),
      shown_(in_scope_order(table, shown)),
      period_ps_(period_ps),
      values_(shown.size(), 0),
      buffer_(kBufferBytes),
      at_(buffer_.data()),
      full_(buffer_.data() + kBufferBytes - kLongestLine) {
  put("$version drnn $end\n$comment a cycle takes " + std::to_string(period_ps_) +
      " ps $end\n$timescale 1 ps $end\n");
  ScopePath path;
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    for (const std::string& line : path.enter(table_.entries()[shown_[i]].scope)) put(line);
    declare(i);
  }
  for (const std::string& line : path.leave_all()) put(line);
  put("$enddefinitions $end\n");
  flush();
}

void VcdWriter::declare(std::size_t position) {
  const SignalTable::Entry& entry = table_.entries()[shown_[position]];
  const std::string code = identifier(position);
  const bool is_vector = entry.bits > 1;
  const std::string range = is_vector ? " [" + std::to_string(entry.bits - 1) + ":0]" : "";
  put("$var wire " + std::to_string(entry.bits) + " " + code + " " + entry.name + range +
      " $end\n");
  const std::string text = (is_vector ? " " : "") + code + "\n";
  Tail tail{{}, static_cast<std::uint8_t>(text.size()), is_vector};
  std::copy(text.begin(), text.end(), tail.text.begin());
  tails_.push_back(tail);
}

void VcdWriter::open(Cycle now) {
  put_time(now);
  put("$dumpvars\n");
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    values_[i] = table_[shown_[i]];
    put_value(values_[i], tails_[i]);
  }
  put("$end\n");
}

void VcdWriter::cycle(Cycle now) {
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const std::uint64_t value = table_[shown_[i]];
    if (value == values_[i]) continue;
    values_[i] = value;
    if (now != last_) put_time(now);
    put_value(value, tails_[i]);
  }
}

void VcdWriter::close(Cycle end) {
  put_time(end == kNever ? last_ + 1 : end);
  flush();
}

void VcdWriter::put(const std::string& text) {
  for (const char c : text) {
    if (at_ >= full_) flush();
    *at_++ = c;
  }
}

void VcdWriter::put_time(Cycle cycle) {
  if (at_ >= full_) flush();
  last_ = cycle;
  *at_++ = '#';
  at_ = std::to_chars(at_, at_ + kLongestLine, cycle * period_ps_).ptr;
  *at_++ = '\n';
}

void VcdWriter::put_value(std::uint64_t value, const Tail& tail) {
  if (at_ >= full_) flush();
  if (tail.is_vector) {
    *at_++ = 'b';
    at_ = put_binary(at_, value);
  } else {
    *at_++ = value != 0 ? '1' : '0';
  }
  std::memcpy(at_, tail.text.data(), tail.text.size());
  at_ += tail.size;
}

void VcdWriter::flush() {
  out_.write(buffer_.data(), at_ - buffer_.data());
  at_ = buffer_.data();
}

}  // namespace drnn
