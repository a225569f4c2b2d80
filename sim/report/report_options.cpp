#include "sim/report/report_options.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;

po::options_description report_description() {
  auto options = described(
      "usage: drnn report F.sqlite -o F.html [--png DIR]\n\n"
      "Writes what 'drnn sweep' found as one HTML page that needs no network: any two statistics\n"
      "against each other with their Pareto front, error and speedup along an axis, what each\n"
      "cycle went to ('drnn explain') and where the energy goes, resources, what the ranges of\n"
      "the energy constants do to the power, the configuration of a point that is clicked, and\n"
      "all points as CSV. Points that are not done, and a sweep that is not finished, are stated\n"
      "in the page.\n\n"
      "Needs the Debian package libjs-chart.js, and --png chromium too.\n\nOptions");
  options.add_options()("help,h", "print this")(
      "output,o", po::value<std::string>()->value_name("FILE.html"), "the page to make")(
      "png", po::value<std::string>()->value_name("DIR"),
      "also write each chart, as the page first shows it, to DIR/NAME.png, for print");
  return options;
}

}  // namespace

std::optional<ReportOptions> parse_report(const std::vector<std::string>& arguments) {
  const auto description = report_description();
  std::vector<std::string> databases;
  const po::variables_map values = parse_options(arguments, description, &databases);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  if (databases.size() != 1)
    throw InputError("report needs one database of a sweep, not " +
                     std::to_string(databases.size()));
  const auto output = text_of(values, "output");
  if (!output || output->empty()) throw InputError("report needs -o FILE.html, the page");
  return ReportOptions{databases.front(), *output, text_of(values, "png")};
}

}  // namespace drnn
