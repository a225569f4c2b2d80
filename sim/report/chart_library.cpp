#include "sim/report/chart_library.hpp"

#include <filesystem>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {

namespace {

/// In the comment at the head of the file.
constexpr const char* kVersion = "Chart.js v3.";
constexpr std::size_t kHead = 200;

}  // namespace

std::string chart_library(const std::string& path) {
  if (!std::filesystem::exists(path))
    throw InputError("report: the charting library " + path +
                     " is not there; install the Debian package libjs-chart.js");
  std::string text = read_bytes(path);
  if (text.substr(0, kHead).find(kVersion) == std::string::npos)
    throw InputError("report: " + path + " is not " + kVersion +
                     "x, as the Debian package libjs-chart.js has it");
  return text;
}

}  // namespace drnn
