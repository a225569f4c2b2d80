#include "sim/report/report_command.hpp"

#include <iostream>

#include "sim/command_line.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/named_files.hpp"
#include "sim/report/browser.hpp"
#include "sim/report/chart_library.hpp"
#include "sim/report/png_export.hpp"
#include "sim/report/report_options.hpp"
#include "sim/report/report_page.hpp"

namespace drnn {

int report_command(const std::vector<std::string>& arguments) {
  const auto options = parse_report(arguments);
  if (!options) return kDone;
  NamedFiles files;
  files.read(options->database, "the database");
  files.write(options->output, "--output");
  if (options->pictures) check_browser();
  SweepResult sweep(options->database);
  const std::string library = chart_library();
  write_atomically(options->output,
                   [&](std::ostream& out) { write_report_page(out, sweep, library); });
  if (options->pictures) write_pictures(options->output, *options->pictures);
  return kDone;
}

}  // namespace drnn
