#include "sim/ddr_options.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;

po::options_description ddr_description() {
  auto options = described(
      "usage: drnn ddr --trace FILE [OPTIONS]\n"
      "       drnn ddr --efficiency [OPTIONS]\n\n"
      "Runs the DDR3 controller alone on a memory trace, or the HP ports with the controller on\n"
      "traffic whose bandwidth the vendor states. Parameters of the sections ddr and hp apply.\n\n"
      "Options");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("trace", text("FILE"),
                        "lines `0xADDRESS READ|WRITE CYCLE`: the BL8 burst (32 B, or 16 B with\n"
                        "ddr.chips=1) in which the address lies, which enters\n"
                        "in order, one a DDR clock, from clock CYCLE on")(
      "efficiency", po::bool_switch(),
      "bandwidth of one to four masters, ports at 150 MHz (clock.period_ps=6667) if not set")(
      "stats", text("FILE.json|-"), "write the trace's statistics; - is standard output")(
      "quiet", po::bool_switch(), "no summary");
  return options;
}

void check(const DdrOptions& options) {
  if (options.trace.has_value() == options.efficiency)
    throw InputError("ddr needs one of --trace FILE and --efficiency");
  if (options.efficiency && (options.stats || options.quiet))
    throw InputError("--efficiency prints a table only; --stats and --quiet belong to --trace");
  if (options.trace && options.trace->empty()) throw InputError("--trace: '' must name a file");
}

}  // namespace

std::optional<DdrOptions> parse_ddr(const std::vector<std::string>& arguments) {
  const auto description = ddr_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  DdrOptions options;
  options.configuration = configuration_options(values);
  options.trace = text_of(values, "trace");
  options.efficiency = values["efficiency"].as<bool>();
  options.stats = text_of(values, "stats");
  options.quiet = values["quiet"].as<bool>();
  check(options);
  return options;
}

}  // namespace drnn
