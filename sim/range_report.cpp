#include "sim/range_report.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace drnn {

namespace {

void print_row(std::ostream& out, const std::string& name, const std::string& format,
               const std::string& values, const std::string& smallest, const std::string& largest,
               const std::string& outside, const std::string& needed) {
  char line[256];
  std::snprintf(line, sizeof line, "%-28s %-8s %9s %12s %12s %9s  %s\n", name.c_str(),
                format.c_str(), values.c_str(), smallest.c_str(), largest.c_str(), outside.c_str(),
                needed.c_str());
  out << line;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

}  // namespace

void print_ranges(std::ostream& out, const std::vector<TensorRange>& ranges) {
  print_row(out, "tensor", "format", "values", "smallest", "largest", "outside", "needs");
  for (const TensorRange& range : ranges)
    print_row(out, range.name, to_string(range.format), std::to_string(range.values),
              number(range.smallest), number(range.largest), std::to_string(range.outside),
              range.needed() ? to_string(*range.needed()) : "more bits");
  const auto faulty =
      std::count_if(ranges.begin(), ranges.end(), [](const auto& r) { return r.outside > 0; });
  out << faulty << " of " << ranges.size() << " tensors do not fit their format\n\n";
}

}  // namespace drnn
