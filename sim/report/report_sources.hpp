#pragma once

#include <string_view>
#include <vector>

namespace drnn {

/// A file of sim/report/ that goes into every report, built into the program.
struct ReportSource {
  std::string_view name;
  std::string_view text;
};

/// The page, its style and its scripts, in the order in which they stand in it.
const std::vector<ReportSource>& report_sources();

}  // namespace drnn
