#include "sim/tune_options.hpp"

#include <cmath>
#include <iostream>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;

po::options_description tune_description() {
  auto options = described(
      "usage: drnn tune --max-error E [OPTIONS]\n\n"
      "Searches the delta thresholds theta_x and theta_h with the fewest cycles whose error is at\n"
      "most E, by successive halving over the inputs: all pairs run on a few of them, the better\n"
      "half on twice as many, the last few on all; then neighbours of the best are tried. Prints\n"
      "the frontier of error and cycles, and the choice. The accelerator has one pair of\n"
      "thresholds for all layers. Exit code 1 where no pair is within the budget.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("max-error", text("E"),
                        "the budget: a fraction for label and classification error (0.02 is 2 %), "
                        "otherwise in the metric's own unit")(
      "error", text("score|h_vs_theta0|h_vs_float"),
      "what the budget is about: the metric of --labels or --targets (the default where there is "
      "one), or the root mean square error of h against thresholds of zero (otherwise) or against "
      "the float network, in activation units")("theta-x", text("T,T..."),
                                                "values of theta_x to try besides 0")(
      "theta-h", text("T,T..."),
      "likewise theta_h; default of both: 0.0625, 0.125, 0.1875, 0.25, 0.375, 0.5, 0.75, 1")(
      "seed", text("N"), "decides which inputs are taken first; default 1");
  add_workload_options(options);
  options.add_options()("engine", text("fast|stepped"),
                        "skip quiet cycles (the default) or execute each; same numbers")(
      "stats", text("FILE.json|-"), "write rounds, frontier and choice; - is standard output")(
      "quiet", po::bool_switch(), "print the choice alone");
  return options;
}

/// A finite number from zero on.
double magnitude(const std::string& text, const char* option) {
  const auto value = parse_number<double>(text);
  if (!value || !std::isfinite(*value) || *value < 0)
    throw InputError(std::string(option) + ": '" + text + "' must be a number from 0");
  return *value;
}

std::vector<double> magnitudes(const po::variables_map& values, const char* name,
                               const char* option) {
  std::vector<double> result;
  if (const auto text = text_of(values, name))
    for (const std::string& item : split_list(*text, option))
      result.push_back(magnitude(item, option));
  return result;
}

std::optional<TuneError> tune_error(const po::variables_map& values) {
  if (values.count("error") == 0) return std::nullopt;
  const std::string name = chosen(values, "error", {"score", "h_vs_theta0", "h_vs_float"}, "score");
  if (name == "score") return TuneError::score;
  return name == "h_vs_float" ? TuneError::h_vs_float : TuneError::h_vs_theta0;
}

std::uint64_t seed_of(const std::string& text) {
  const auto value = parse_number<std::uint64_t>(text);
  if (!value) throw InputError("--seed: '" + text + "' must be an integer from 0");
  return *value;
}

}  // namespace

std::optional<TuneOptions> parse_tune(const std::vector<std::string>& arguments) {
  const auto description = tune_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  TuneOptions options;
  static_cast<WorkloadOptions&>(options) = workload_options(values);
  options.configuration = configuration_options(values);
  const auto max_error = text_of(values, "max-error");
  if (!max_error) throw InputError("tune needs --max-error E, the error budget");
  options.max_error = magnitude(*max_error, "--max-error");
  options.error = tune_error(values);
  options.theta_x = magnitudes(values, "theta-x", "--theta-x");
  options.theta_h = magnitudes(values, "theta-h", "--theta-h");
  if (const auto seed = text_of(values, "seed")) options.seed = seed_of(*seed);
  options.engine = chosen_engine(values);
  options.stats = text_of(values, "stats");
  options.quiet = values["quiet"].as<bool>();
  return options;
}

}  // namespace drnn
