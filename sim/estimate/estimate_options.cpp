#include "sim/estimate/estimate_options.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

po::options_description estimate_description() {
  auto options = described(
      "usage: drnn estimate [OPTIONS]\n\n"
      "Cycles, energy proxy and resources of a DRNN by the closed form of its blocks' timing\n"
      "contracts, without simulating them; options as of 'drnn run'. Which deltas are sent comes\n"
      "from the untimed reference model, with --synthetic from the densities alone.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  add_workload_options(options);
  options.add_options()(
      "theta", text("T[,T...]"),
      "delta thresholds of x and h in real units, default as configured; several give a table")(
      "theta-x", text("T"), "delta threshold of x alone")("theta-h", text("T"),
                                                          "delta threshold of h alone")(
      "reference", text("theta0"), "also estimate both thresholds 0, for speedup.vs_theta0")(
      "check", po::bool_switch(), "simulate as well, and print how far the estimate is off")(
      "survey", text("N"),
      "instead: N random configurations and workloads, estimated and simulated; prints a table of "
      "the errors")("seed", text("S"), "of --survey; default 1")(
      "stats", text("FILE.json|-"), "write all that is estimated; - is standard output")(
      "quiet", po::bool_switch(), "no summary and no progress bar");
  add_energy_options(options);
  return options;
}

void check_combinations(const po::variables_map& values, const EstimateOptions& options) {
  refuse_together(values, "theta", {"theta-x", "theta-h"});
  check_energy_report(options.energy, options.thetas.size());
  if (options.synthetic && options.thetas.size() > 1)
    throw InputError(
        "--theta: several thresholds say nothing beside --synthetic, whose densities are given");
  if (options.synthetic) refuse_together(values, "synthetic", {"reference"});
  if (values.count("seed") > 0 && !options.survey)
    throw InputError("--seed belongs to --survey; a synthetic workload has its own");
  if (!options.survey) return;
  refuse_together(values, "survey",
                  {"network", "input", "labels", "targets", "metric", "blank", "steps", "synthetic",
                   "theta", "theta-x", "theta-h", "reference", "stats"});
  if (options.check) throw InputError("--survey and --check exclude each other");
}

}  // namespace

std::optional<EstimateOptions> parse_estimate(const Strings& arguments) {
  const auto description = estimate_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  EstimateOptions options;
  static_cast<WorkloadOptions&>(options) = workload_options(values);
  options.configuration = configuration_options(values);
  if (const auto theta = text_of(values, "theta")) options.thetas = split_list(*theta, "--theta");
  options.theta_x = text_of(values, "theta-x");
  options.theta_h = text_of(values, "theta-h");
  if (values.count("reference") > 0)
    options.reference_theta0 = chosen(values, "reference", {"theta0"}, "") == "theta0";
  options.energy = energy_options(values);
  options.stats = text_of(values, "stats");
  options.check = values["check"].as<bool>();
  if (const auto count = text_of(values, "survey")) options.survey = positive(*count, "--survey");
  if (const auto seed = text_of(values, "seed"))
    options.seed = static_cast<std::uint64_t>(positive(*seed, "--seed"));
  options.quiet = values["quiet"].as<bool>();
  check_combinations(values, options);
  return options;
}

}  // namespace drnn
