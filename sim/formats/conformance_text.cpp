#include "sim/formats/conformance_text.hpp"

#include <charconv>

#include "model/arith/fixed_point.hpp"
#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

namespace fs = std::filesystem;

/// The words of one line, appended.
void append_beat(const fs::path& file, std::size_t line, std::string_view text, int digits,
                 std::vector<std::int16_t>& words) {
  const auto length = static_cast<std::size_t>(digits);
  for (std::size_t end = text.size(); end > 0; end -= length) {
    const std::string_view word = text.substr(end - length, length);
    std::uint32_t raw = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + length, raw, 16);
    if (error != std::errc() || stop != word.data() + length)
      fail_at(file, line, "'" + printable(word) + "'; allowed: hexadecimal digits");
    words.push_back(static_cast<std::int16_t>(wrap_to(raw, 4 * digits)));
  }
}

}  // namespace

void fail_at(const fs::path& file, std::size_t line, const std::string& reason) {
  throw InputError(file.string() + ":" + std::to_string(line) + ": " + reason);
}

std::vector<std::int16_t> read_hex_beats(const fs::path& file, int words, int digits) {
  const std::vector<std::string> lines = read_lines(file);
  const auto length = static_cast<std::size_t>(words * digits);
  std::vector<std::int16_t> result;
  result.reserve(lines.size() * static_cast<std::size_t>(words));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view text = trim(lines[i]);
    if (text.empty()) continue;
    if (text.size() != length)
      fail_at(file, i + 1,
              "'" + printable(text) + "' has " + std::to_string(text.size()) +
                  " digits; allowed: " + std::to_string(length) + ", " + std::to_string(words) +
                  " words of " + std::to_string(digits));
    append_beat(file, i + 1, text, digits, result);
  }
  return result;
}

std::vector<IntegerRow> read_integer_rows(const fs::path& file, std::string_view header) {
  const std::vector<std::string> lines = read_lines(file);
  if (lines.empty() || trim(lines[0]) != header)
    fail_at(file, 1,
            "header '" + (lines.empty() ? "" : printable(lines[0])) +
                "'; allowed: " + std::string(header));
  const std::size_t columns = split(header, ',').size();
  std::vector<IntegerRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (trim(lines[i]).empty()) continue;
    IntegerRow row{i + 1, {}};
    for (const std::string_view field : split(lines[i], ',')) {
      const auto value = parse_integer(trim(field));
      if (!value || *value < 0)
        fail_at(file, row.line, "'" + printable(field) + "'; allowed: whole numbers from 0");
      row.values.push_back(*value);
    }
    if (row.values.size() != columns)
      fail_at(file, row.line,
              std::to_string(row.values.size()) + " values; allowed: " + std::to_string(columns) +
                  ", " + std::string(header));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace drnn
