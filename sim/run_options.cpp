#include "sim/run_options.hpp"

#include <boost/program_options.hpp>
#include <iostream>
#include <sstream>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

po::options_description described(const char* usage) {
  constexpr unsigned kColumns = 100;
  return po::options_description(usage, kColumns, kColumns / 2);
}

void add_configuration_options(po::options_description& options) {
  options.add_options()("help,h", "print this")(
      "preset", po::value<std::string>()->value_name("NAME"),
      "configuration to start from: drnn-zynq7100 (the default)")(
      "config", po::value<Strings>()->composing()->value_name("FILE"),
      "ini file over the preset; may be given several times, later ones win")(
      "set", po::value<Strings>()->composing()->value_name("KEY=VALUE"),
      "one parameter over the files; see 'drnn params'");
}

po::options_description run_description() {
  auto options = described(
      "usage: drnn run [OPTIONS]\n\n"
      "Runs a network on the accelerator, cycle by cycle. Without options: the default preset on\n"
      "the default workload, connected digits.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("network", text("FILE.onnx"), "a GRU as torch.onnx.export writes it")(
      "input", po::value<Strings>()->composing()->value_name("FILE.npy|FOLDER|LIST"),
      "features (steps, inputs), a sequence a file; may be given several times")(
      "labels", text("FILE.csv"), "columns file,labels: classes of each input, for label error")(
      "steps", text("N"), "only the first N steps of each sequence; label error is null then")(
      "synthetic", text("SPEC"),
      "random network and input instead:\n"
      "layers=40x768x768,steps=N,density_x=D,density_h=D,seed=S\n"
      "(densities from 0 to 1, default 0.1; default seed 1)")(
      "theta", text("T[,T...]"),
      "delta thresholds of x and h in real units, default as configured (0.25); several give a "
      "table")("theta-x", text("T"), "delta threshold of x alone")("theta-h", text("T"),
                                                                   "delta threshold of h alone")(
      "reference", text("theta0"), "also run with both thresholds 0, for speedup.vs_theta0")(
      "engine", text("fast|stepped"),
      "skip quiet cycles (the default) or execute each; same numbers")(
      "stats", text("FILE.json|-"), "write all statistics; - is standard output")(
      "output", text("FILE.npy"), "write the last layer's h, int16, (steps, hidden)")(
      "quiet", po::bool_switch(), "no summary and no progress bar");
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

po::options_description ddr_description() {
  auto options = described(
      "usage: drnn ddr --trace FILE [OPTIONS]\n\n"
      "Replays a memory trace through the DDR3 controller alone. Each line is one burst of 32\n"
      "bytes: 0xADDRESS READ|WRITE CYCLE, in DDR clocks: the earliest in which it may enter.\n"
      "Blank lines and lines that begin with # say nothing.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("trace", text("FILE"), "the trace; read as it is replayed")(
      "stats", text("FILE.json|-"), "write all statistics; - is standard output")(
      "quiet", po::bool_switch(), "no summary");
  return options;
}

Strings names_of(const po::options_description& options) {
  Strings names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  return names;
}

void refuse_arguments_without_option(const po::parsed_options& parsed) {
  for (const po::option& option : parsed.options)
    if (option.position_key >= 0)
      throw InputError("argument '" + option.value.at(0) +
                       "' belongs to no option; an option that takes several values is repeated");
}

po::variables_map parse(const Strings& arguments, const po::options_description& options) {
  using namespace po::command_line_style;
  po::variables_map values;
  try {
    // No guessing: '--inp' must not mean '--input'.
    const po::parsed_options parsed = po::command_line_parser(arguments)
                                          .options(options)
                                          .style(unix_style & ~allow_guessing)
                                          .run();
    refuse_arguments_without_option(parsed);
    po::store(parsed, values);
  } catch (const po::unknown_option& error) {
    const std::string name = error.get_option_name();
    throw InputError("unknown option '" + name + "'; the nearest known is '" +
                     nearest_name(name, names_of(options)) + "'");
  } catch (const po::error& error) {
    throw InputError(error.what());
  }
  return values;
}

std::optional<std::string> text_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return std::nullopt;
  return values[name].as<std::string>();
}

Strings texts_of(const po::variables_map& values, const char* name) {
  return values.count(name) == 0 ? Strings() : values[name].as<Strings>();
}

ConfigurationOptions configuration_options(const po::variables_map& values) {
  ConfigurationOptions options;
  options.preset = text_of(values, "preset").value_or(options.preset);
  options.files = texts_of(values, "config");
  options.assignments = texts_of(values, "set");
  return options;
}

Strings split_list(const std::string& text, const char* option) {
  Strings items;
  std::istringstream stream(text);
  for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
  if (text.empty() || text.back() == ',') items.emplace_back();
  for (const std::string& item : items)
    if (item.empty()) throw InputError(std::string(option) + ": '" + text + "' has an empty item");
  return items;
}

std::int64_t positive(const std::string& text, const char* option) {
  const auto value = parse_number<std::int64_t>(text);
  if (!value || *value < 1)
    throw InputError(std::string(option) + ": '" + text + "' must be an integer from 1");
  return *value;
}

/// The option's value among the allowed ones.
std::string chosen(const po::variables_map& values, const char* name, const Strings& allowed,
                   const std::string& otherwise) {
  const std::string text = text_of(values, name).value_or(otherwise);
  std::string list;
  for (const std::string& a : allowed) {
    if (a == text) return text;
    list += (list.empty() ? "" : " or ") + a;
  }
  throw InputError("--" + std::string(name) + ": '" + text + "' must be " + list);
}

void refuse_together(const po::variables_map& values, const char* one, const Strings& others) {
  if (values.count(one) == 0) return;
  for (const std::string& other : others)
    if (values.count(other) > 0)
      throw InputError("--" + std::string(one) + " and --" + other + " exclude each other");
}

void check_combinations(const po::variables_map& values, const RunOptions& options) {
  refuse_together(values, "synthetic", {"network", "input", "labels", "steps"});
  refuse_together(values, "theta", {"theta-x", "theta-h"});
  if (options.thetas.size() > 1) refuse_together(values, "output", {"theta"});
  if (options.labels && options.inputs.empty())
    throw InputError("--labels needs --input: the default workload has its own");
  if (options.network && options.inputs.empty())
    throw InputError("--network needs --input: features that belong to the network");
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

std::optional<RunOptions> parse_run(const Strings& arguments) {
  const auto description = run_description();
  const po::variables_map values = parse(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  RunOptions options;
  options.configuration = configuration_options(values);
  options.network = text_of(values, "network");
  options.inputs = texts_of(values, "input");
  options.labels = text_of(values, "labels");
  if (const auto steps = text_of(values, "steps")) options.steps = positive(*steps, "--steps");
  options.synthetic = text_of(values, "synthetic");
  if (const auto theta = text_of(values, "theta")) options.thetas = split_list(*theta, "--theta");
  options.theta_x = text_of(values, "theta-x");
  options.theta_h = text_of(values, "theta-h");
  if (values.count("reference") > 0)
    options.reference_theta0 = chosen(values, "reference", {"theta0"}, "") == "theta0";
  options.engine = chosen(values, "engine", {"fast", "stepped"}, "fast") == "fast"
                       ? Engine::fast
                       : Engine::stepped;
  options.stats = text_of(values, "stats");
  options.output = text_of(values, "output");
  options.quiet = values["quiet"].as<bool>();
  check_combinations(values, options);
  return options;
}

std::optional<ParamsOptions> parse_params(const Strings& arguments) {
  const auto description = params_description();
  const po::variables_map values = parse(arguments, description);
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

std::optional<DdrOptions> parse_ddr(const Strings& arguments) {
  const auto description = ddr_description();
  const po::variables_map values = parse(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  if (values.count("trace") == 0) throw InputError("ddr needs --trace FILE");
  DdrOptions options;
  options.configuration = configuration_options(values);
  options.trace = values["trace"].as<std::string>();
  options.stats = text_of(values, "stats");
  options.quiet = values["quiet"].as<bool>();
  return options;
}

}  // namespace drnn
