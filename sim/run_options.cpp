#include "sim/run_options.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "sim/option_parser.hpp"
#include "sim/trace_option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

po::options_description run_description() {
  auto options = described(
      "usage: drnn run [OPTIONS]\n\n"
      "Runs a network on the accelerator, cycle by cycle. Without options: the default preset on\n"
      "the default workload, connected digits.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  add_workload_options(options);
  options.add_options()(
      "theta", text("T[,T...]"),
      "delta thresholds of x and h in real units, default as configured; several give a "
      "table, for which a --synthetic network is made for the first of them")(
      "theta-x", text("T"), "delta threshold of x alone")("theta-h", text("T"),
                                                          "delta threshold of h alone")(
      "reference", text("theta0"),
      "also run with both thresholds 0, for speedup.vs_theta0; a table that has that run needs no "
      "other")("engine", text("fast|stepped"),
               "skip quiet cycles (the default) or execute each; same numbers")(
      "stats", text("FILE.json|-"), "write all statistics; - is standard output")(
      "output", text("FILE.npy"), "write the last layer's h, int16, (steps, hidden)")(
      "series", text("FILE.csv|FILE.npy"),
      "write a row a step: cycles, columns and what the cycles went to; beside .npy (int64) lies "
      "FILE.npy.json with the columns' names")(
      "vcd", text("FILE.vcd"),
      "write a waveform of the control signals, and beside it a GTKWave save file and the names of "
      "the states")("timeline", text("FILE.json"),
                    "write a timeline for ui.perfetto.dev (Chrome trace format)");
  add_window_options(options);
  options.add_options()(
      "check-ranges", po::bool_switch(),
      "print the range of every tensor and how many values its format lacks, before the run")(
      "quiet", po::bool_switch(), "no summary and no progress bar");
  add_energy_options(options);
  return options;
}

po::options_description params_description() {
  auto options = described(
      "usage: drnn params [OPTIONS]\n\n"
      "Prints every parameter with its value, unit, allowed values, tag and reason.\n\nOptions");
  add_configuration_options(options);
  options.add_options()("markdown", po::bool_switch(), "a table of the defaults for documentation")(
      "ini", po::bool_switch(), "the effective configuration as a file for --config");
  return options;
}

po::options_description conform_description() {
  auto options = described(
      "usage: drnn conform --data DIR\n\n"
      "Runs every recorded case of a folder on the EdgeDRNN model and compares output words and\n"
      "handshake cycles, a line a case. Exit code 1 where anything differs.\n\nOptions");
  options.add_options()("help,h", "print this")(
      "data", po::value<std::string>()->value_name("DIR"),
      "folder of the recordings; each NAME_config.csv is a case, beside it lie\n"
      "NAME_stim.hex, NAME_params.hex, NAME_out.hex, NAME_steps.csv, NAME_fetches.csv")(
      "engine", po::value<std::string>()->value_name("fast|stepped"),
      "skip quiet cycles (the default) or execute each; same numbers");
  return options;
}

void check_combinations(const po::variables_map& values, const RunOptions& options) {
  refuse_together(values, "theta", {"theta-x", "theta-h"});
  check_energy_report(options.energy, options.thetas.size());
  if (options.thetas.size() > 1)
    for (const char* one : {"output", "series", "vcd", "timeline"})
      refuse_together(values, one, {"theta"});
}

}  // namespace

Configuration configuration_from(const ConfigurationOptions& options) {
  Configuration configuration;
  configuration.apply_preset(options.preset);
  for (const std::string& file : options.files) configuration.apply_file(file);
  for (const std::string& assignment : options.assignments)
    configuration.apply_assignment(assignment, "--set");
  return configuration;
}

std::vector<Configuration> configurations_from(const ConfigurationOptions& options,
                                               const ThetaOptions& thetas) {
  const Configuration base = configuration_from(options);
  std::vector<Configuration> result;
  for (const std::string& theta : thetas.thetas) {
    result.push_back(base);
    result.back().apply("theta", theta, "--theta");
  }
  if (result.empty()) {
    result.push_back(base);
    if (thetas.theta_x) result.back().apply("theta_x", *thetas.theta_x, "--theta-x");
    if (thetas.theta_h) result.back().apply("theta_h", *thetas.theta_h, "--theta-h");
  }
  for (const Configuration& configuration : result) configuration.resolve();
  return result;
}

std::optional<RunOptions> parse_run(const Strings& arguments) {
  const auto description = run_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  RunOptions options;
  static_cast<WorkloadOptions&>(options) = workload_options(values);
  options.configuration = configuration_options(values);
  if (const auto theta = text_of(values, "theta")) options.thetas = split_list(*theta, "--theta");
  options.theta_x = text_of(values, "theta-x");
  options.theta_h = text_of(values, "theta-h");
  if (values.count("reference") > 0)
    options.reference_theta0 = chosen(values, "reference", {"theta0"}, "") == "theta0";
  options.engine = chosen_engine(values);
  options.energy = energy_options(values);
  options.stats = text_of(values, "stats");
  options.output = text_of(values, "output");
  options.series = text_of(values, "series");
  options.trace = trace_options(values);
  options.check_ranges = values["check-ranges"].as<bool>();
  options.quiet = values["quiet"].as<bool>();
  check_combinations(values, options);
  return options;
}

std::optional<ParamsOptions> parse_params(const Strings& arguments) {
  const auto description = params_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  const bool markdown = values["markdown"].as<bool>();
  const bool ini = values["ini"].as<bool>();
  if (markdown && ini) throw InputError("--markdown and --ini exclude each other");
  ParamsOptions options;
  options.configuration = configuration_options(values);
  options.format = markdown ? ParamsOptions::Format::markdown
                   : ini    ? ParamsOptions::Format::ini
                            : ParamsOptions::Format::text;
  return options;
}

std::optional<ConformOptions> parse_conform(const Strings& arguments) {
  const auto description = conform_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  const auto data = text_of(values, "data");
  if (!data || data->empty())
    throw InputError("conform needs --data DIR, the folder of the recordings");
  return ConformOptions{*data, chosen_engine(values)};
}

}  // namespace drnn
