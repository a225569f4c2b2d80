#include "sim/explain/explain_options.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

po::options_description explain_description() {
  auto options = described(
      "usage: drnn explain FILE.json [--json FILE]\n"
      "       drnn explain [OPTIONS]\n"
      "       drnn explain --causes\n\n"
      "Says where the cycles went: every one of cycles.total under one cause, what the MAC "
      "channels\n"
      "did or what they waited for, followed to its root; and which parameter would help most.\n"
      "FILE.json are the statistics of 'drnn run --stats'. Without it, the run that the options\n"
      "describe is simulated.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  add_workload_options(options);
  options.add_options()("theta", text("T[,T...]"), "delta thresholds, as for 'drnn run'")(
      "theta-x", text("T"), "delta threshold of x alone")("theta-h", text("T"),
                                                          "delta threshold of h alone")(
      "engine", text("fast|stepped"),
      "skip quiet cycles (the default) or execute each; same numbers")(
      "by", text("run|sequence|step"), "also a line each sequence, or each step")(
      "json", text("FILE.json|-"), "write the account; - is standard output")(
      "causes", po::bool_switch(), "print what each cause means");
  return options;
}

/// What belongs to a run cannot be said of one that is over.
void check_file(const po::variables_map& values, const Strings& files) {
  if (files.size() > 1)
    throw InputError("explain: '" + files[1] + "': one file of statistics is allowed");
  if (files.empty()) return;
  for (const auto& [name, value] : values)
    if (name != "json" && !value.defaulted())
      throw InputError("explain: --" + name + " and the file of statistics exclude each other; " +
                       "without the file, the run is simulated");
}

void check_causes(const po::variables_map& values, const Strings& files) {
  if (!values["causes"].as<bool>()) return;
  if (!files.empty()) throw InputError("explain: --causes stands alone");
  for (const auto& [name, value] : values)
    if (name != "causes" && !value.defaulted())
      throw InputError("explain: --causes stands alone; --" + name + " is not expected");
}

ExplainBy split_of(const po::variables_map& values) {
  const std::string by = chosen(values, "by", {"run", "sequence", "step"}, "run");
  if (by == "run") return ExplainBy::run;
  return by == "step" ? ExplainBy::step : ExplainBy::sequence;
}

}  // namespace

std::optional<ExplainOptions> parse_explain(const Strings& arguments) {
  const auto description = explain_description();
  Strings files;
  const po::variables_map values = parse_options(arguments, description, &files);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  check_file(values, files);
  check_causes(values, files);
  refuse_together(values, "theta", {"theta-x", "theta-h"});
  ExplainOptions options;
  static_cast<WorkloadOptions&>(options) = workload_options(values);
  options.configuration = configuration_options(values);
  if (!files.empty()) options.file = files.front();
  if (const auto theta = text_of(values, "theta")) options.thetas = split_list(*theta, "--theta");
  options.theta_x = text_of(values, "theta-x");
  options.theta_h = text_of(values, "theta-h");
  options.by = split_of(values);
  options.engine = chosen_engine(values);
  options.json = text_of(values, "json");
  options.causes = values["causes"].as<bool>();
  return options;
}

}  // namespace drnn
