#pragma once

#include <cstdint>
#include <ostream>
#include <string>

namespace drnn {

/// printf into a string of at most 511 characters.
[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...);

/// 1234567 as 1,234,567.
std::string grouped(std::uint64_t value);

/// One line of a summary: a label and what it says.
void print_line(std::ostream& out, const char* label, const std::string& value);

}  // namespace drnn
