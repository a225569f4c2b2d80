#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace drnn {

/// Throws InputError "FILE:LINE: reason"; lines count from 1.
[[noreturn]] void fail_at(const std::filesystem::path& file, std::size_t line,
                          const std::string& reason);

/// Beats of `words` two's complement words of `digits` hexadecimal digits, a beat a line, the
/// rightmost word of a line first. Throws InputError "FILE:LINE: reason". Blank lines are skipped.
std::vector<std::int16_t> read_hex_beats(const std::filesystem::path& file, int words, int digits);

/// One row of a table of whole numbers.
struct IntegerRow {
  std::size_t line;  ///< from 1
  std::vector<std::int64_t> values;
};

/// The rows of a CSV whose first line is `header`. Throws InputError "FILE:LINE: reason" for
/// another header, and for a row with another number of values or with a negative or no whole
/// number. Blank lines are skipped.
std::vector<IntegerRow> read_integer_rows(const std::filesystem::path& file,
                                          std::string_view header);

}  // namespace drnn
