#include "sim/sweep/axis.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"

namespace drnn {

namespace {

using Strings = std::vector<std::string>;

/// More values on one axis are a slip.
constexpr std::int64_t kMostValues = 1000000;
/// value * 10^kMostDigits stays in 64 bits for values of up to nine digits.
constexpr int kMostDigits = 9;

Strings split(const std::string& text, char separator) {
  Strings items(1);
  for (const char c : text) {
    if (c == separator)
      items.emplace_back();
    else
      items.back() += c;
  }
  return items;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::size_t digits_behind_point(const std::string& text) {
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : text.size() - point - 1;
}

/// A plain decimal number times 10^digits; nothing where it is none, or too large.
std::optional<std::int64_t> scaled(const std::string& text, std::size_t digits) {
  const std::size_t behind = digits_behind_point(text);
  std::string whole = text;
  if (const std::size_t point = text.find('.'); point != std::string::npos) whole.erase(point, 1);
  whole.append(digits - behind, '0');
  if (text.empty() || text.back() == '.' || text.front() == '.' || whole.size() > 18)
    return std::nullopt;
  return parse_number<std::int64_t>(whole);
}

/// Back to decimal text, without zeros at its end.
std::string decimal(std::int64_t value, std::size_t digits) {
  std::string text = std::to_string(value < 0 ? -value : value);
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  if (digits > 0) {
    text.insert(text.size() - digits, 1, '.');
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return (value < 0 ? "-" : "") + text;
}

Strings expand_range(const std::string& item, const std::string& where) {
  const Strings parts = split(item, ':');
  const auto fail = [&](const std::string& reason) -> InputError {
    return InputError(where + ": range '" + item + "' " + reason);
  };
  if (parts.size() != 3) throw fail("must be lo:hi:step");
  std::size_t digits = 0;
  for (const std::string& part : parts) digits = std::max(digits, digits_behind_point(part));
  if (digits > kMostDigits) throw fail("has more than nine digits behind the point");
  const auto low = scaled(parts[0], digits), high = scaled(parts[1], digits),
             step = scaled(parts[2], digits);
  if (!low || !high || !step) throw fail("must be three decimal numbers, lo:hi:step");
  if (*step <= 0) throw fail("must have a step above 0");
  if (*low > *high) throw fail("must not end below its begin");
  if ((*high - *low) / *step >= kMostValues) throw fail("has more than a million values");
  Strings values;
  for (std::int64_t value = *low; value <= *high; value += *step)
    values.push_back(decimal(value, digits));
  return values;
}

/// "key=value", cut at the first '='.
std::pair<std::string, std::string> cut(const std::string& text, const std::string& where) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw InputError(where + ": '" + text + "' must be key=values");
  return {trimmed(text.substr(0, equals)), text.substr(equals + 1)};
}

}  // namespace

Strings expand_values(const std::string& text, const std::string& where) {
  Strings values;
  for (const std::string& part : split(text, ',')) {
    const std::string item = trimmed(part);
    if (item.empty()) throw InputError(where + ": '" + text + "' has an empty item");
    const bool range = item.find(':') != std::string::npos;
    const Strings expanded = range ? expand_range(item, where) : Strings{item};
    values.insert(values.end(), expanded.begin(), expanded.end());
  }
  return values;
}

Axis parse_axis(const std::string& text, const std::string& where) {
  const auto [key, values] = cut(text, where);
  return {key, expand_values(values, where + " " + key)};
}

std::vector<Axis> parse_point(const std::string& text, const std::string& where) {
  std::vector<Axis> point;
  for (const std::string& item : split(text, ',')) {
    const auto [key, value] = cut(trimmed(item), where);
    point.push_back({key, {trimmed(value)}});
  }
  return point;
}

}  // namespace drnn
