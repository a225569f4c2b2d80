#pragma once

#include <cstdint>
#include <filesystem>
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

/// The lines of a text file without line ends (LF or CRLF) and without a byte order mark.
std::vector<std::string> read_lines(const std::filesystem::path& path);

}  // namespace drnn
