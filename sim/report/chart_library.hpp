#pragma once

#include <string>

namespace drnn {

/// Where Debian's package libjs-chart.js keeps the library, in one file.
constexpr const char* kChartLibrary = "/usr/share/javascript/chart.js/chart.min.js";

/// The library's text. Throws InputError that names the package where `path` cannot be read or is
/// of another major version than the report is written for.
std::string chart_library(const std::string& path = kChartLibrary);

}  // namespace drnn
