#include "sim/report_text.hpp"

#include <cstdarg>
#include <cstddef>
#include <cstdio>

namespace drnn {

std::string text(const char* format, ...) {
  char buffer[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  return buffer;
}

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

void print_line(std::ostream& out, const char* label, const std::string& value) {
  out << text("%-13s", label) << value << "\n";
}

}  // namespace drnn
