#pragma once

#include <charconv>
#include <optional>
#include <string>

namespace drnn {

/// The whole of `text` as a number; nothing for signs of trouble: empty, trailing characters, out
/// of the type's range.
template <class Number>
std::optional<Number> parse_number(const std::string& text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

/// The shortest text that parse_number() reads back exactly.
template <class Number>
std::string number_text(Number value) {
  char buffer[64];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

}  // namespace drnn
