#pragma once

#include <optional>
#include <string>
#include <vector>

namespace drnn {

struct ReportOptions {
  std::string database;
  std::string output;                   ///< the page
  std::optional<std::string> pictures;  ///< folder of the charts as PNG
};

/// Nothing where only help was asked for. Throws InputError.
std::optional<ReportOptions> parse_report(const std::vector<std::string>& arguments);

}  // namespace drnn
