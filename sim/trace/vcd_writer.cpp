#include "sim/trace/vcd_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "sim/trace/binary_digits.hpp"
#include "sim/trace/scope_order.hpp"

namespace drnn {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{4} << 20;
constexpr std::size_t kLongestLine = 128;                  // a value, a code, a time
static_assert(kLongestLine >= 1 + kMostBinaryDigits + 8);  // tails are up to 8 long
constexpr int kFirstCode = '!', kCodes = '~' - '!' + 1;

/// The shortest identifier codes first.
std::string identifier(std::size_t number) {
  std::string code;
  for (++number; number > 0; number = (number - 1) / kCodes)
    code += static_cast<char>(kFirstCode + static_cast<int>((number - 1) % kCodes));
  return code;
}

}  // namespace

VcdWriter::VcdWriter(std::ostream& out, const SignalTable& table,
                     const std::vector<std::size_t>& shown, std::uint64_t period_ps)
    : out_(out),
      table_(table),
      period_ps_(period_ps),
      buffer_(kBufferBytes),
      at_(buffer_.data()),
      full_(buffer_.data() + kBufferBytes - kLongestLine) {
  put("$version drnn $end\n$comment a cycle takes " + std::to_string(period_ps_) +
      " ps $end\n$timescale 1 ps $end\n");
  ScopePath path;
  for (const std::size_t index : in_scope_order(table, shown)) {
    for (const std::string& line : path.enter(table_.entries()[index].scope)) put(line);
    declare(index);
  }
  for (const std::string& line : path.leave_all()) put(line);
  put("$enddefinitions $end\n");
  flush();
}

void VcdWriter::declare(std::size_t index) {
  const SignalTable::Entry& entry = table_.entries()[index];
  const std::string code = identifier(shown_.size());
  const bool is_vector = entry.bits > 1;
  const std::string range = is_vector ? " [" + std::to_string(entry.bits - 1) + ":0]" : "";
  put("$var wire " + std::to_string(entry.bits) + " " + code + " " + entry.name + range +
      " $end\n");
  const std::string tail = (is_vector ? " " : "") + code + "\n";
  Shown shown{0, index, {}, static_cast<std::uint8_t>(tail.size()), is_vector};
  std::copy(tail.begin(), tail.end(), shown.tail.begin());
  shown_.push_back(shown);
}

void VcdWriter::open(Cycle now) {
  put_time(now);
  put("$dumpvars\n");
  for (Shown& signal : shown_) {
    signal.value = table_[signal.index];
    put_value(signal);
  }
  put("$end\n");
}

void VcdWriter::cycle(Cycle now) {
  for (Shown& signal : shown_) {
    const std::uint64_t value = table_[signal.index];
    if (value == signal.value) continue;
    signal.value = value;
    if (now != last_) put_time(now);
    put_value(signal);
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

void VcdWriter::put_value(const Shown& signal) {
  if (at_ >= full_) flush();
  char* at = at_;
  if (signal.is_vector) {
    *at++ = 'b';
    at = put_binary(at, signal.value);
  } else {
    *at++ = signal.value != 0 ? '1' : '0';
  }
  std::memcpy(at, signal.tail.data(), signal.tail.size());
  at_ = at + signal.tail_size;
}

void VcdWriter::flush() {
  out_.write(buffer_.data(), at_ - buffer_.data());
  at_ = buffer_.data();
}

}  // namespace drnn
