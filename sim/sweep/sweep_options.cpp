#include "sim/sweep/sweep_options.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/option_parser.hpp"
#include "sim/search/quantities.hpp"
#include "sim/sweep/sweep_file.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

po::options_description sweep_description() {
  auto options = described(
      "usage: drnn sweep (--sweep F | --vary KEY=VALUES... | --point KEY=VALUE,...) --db F.sqlite\n"
      "                  [OPTIONS]\n\n"
      "Runs the network at every point of a grid, or at those of a list, in parallel processes, "
      "and\n"
      "writes a row a point to an SQLite database: table points with a column a statistic and\n"
      "parameter, meta with what the sweep is, host with times. points and meta are the same\n"
      "whatever --jobs is and however often the sweep was interrupted and resumed.\n\n"
      "What is shared: the network and inputs, quantised, and the reference outputs of theta 0 "
      "and\n"
      "the float network, by all points of one kind, numeric profile and quantisation; the\n"
      "elaborated hardware, the dense reference and the theta 0 reference by all points that "
      "differ\n"
      "in theta, theta_x and theta_h only, and one run by neighbours among them whose thresholds\n"
      "are the same in the activation format. Of the DRNN's points with the same thresholds one\n"
      "computes the states of all layers (kept up to 64 MB a workload; not where accumulators\n"
      "saturate, as the order of columns decides then); on other hardware they are taken from\n"
      "there and only the timing is simulated. The dense reference goes without arithmetic, and\n"
      "that of a single sequence stops once its steps repeat, where memory cannot change them.\n"
      "Everything else is simulated anew. Several points on small hardware share a process.\n\n"
      "A --synthetic workload is made once, for the thresholds of the configuration that all\n"
      "points have in common: its densities are those, not the thresholds' of each point, and\n"
      "'drnn run' with a point's thresholds makes another one.\n\n"
      "A value out of its range ends the sweep before any point runs. Values that do not go\n"
      "together and points that fail or crash are recorded with a message, and the exit code is 1\n"
      "once all others have run. Points that a requirement excludes have a row that says so, and "
      "no\n"
      "statistics; that is no failure.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  const auto texts = [](const char* name) {
    return po::value<Strings>()->composing()->value_name(name);
  };
  options.add_options()("sweep", text("FILE"),
                        "a sweep in an ini or .json file; examples in configs/sweeps")(
      "vary", texts("KEY=VALUES"),
      "an axis: any parameter of 'drnn params', or theta; VALUES are a,b,c or a range lo:hi:step "
      "or "
      "both; given several times: all combinations, the last axis fastest")(
      "point", texts("KEY=VALUE,..."), "one point of a list instead; given once a point")(
      "db", text("FILE.sqlite"), "the database to make")(
      "resume", po::bool_switch(),
      "continue the sweep that the database holds, or begin it where there is none")(
      "jobs", text("N"), "processes; default: one a processor")(
      "shard", text("I/N"), "only part I of N, from 1; 'drnn merge' joins the databases")(
      "csv", text("FILE.csv"), "also write points as CSV, once all have run")(
      "require", texts("fits|NAME<=NUMBER"),
      "exclude points that do not fit the device, or exceed a limit of cycles, time, energy, bram, "
      "dsp, lut, ff or error, as of 'drnn search'; resources exclude without a simulation; may be "
      "given several times")(
      "reference", text("theta0"),
      "also run with both thresholds 0, once a hardware, for speedup.vs_theta0");
  add_workload_options(options);
  options.add_options()("engine", text("fast|stepped"),
                        "skip quiet cycles (the default) or execute each; same numbers");
  add_energy_price_options(options);
  options.add_options()("quiet", po::bool_switch(), "no summary and no progress bar");
  return options;
}

po::options_description merge_description() {
  auto options = described(
      "usage: drnn merge -o F.sqlite PART...\n\n"
      "Joins the databases of all shards of a sweep into the one that the sweep without --shard\n"
      "makes.\n\nOptions");
  options.add_options()("help,h", "print this")(
      "output,o", po::value<std::string>()->value_name("FILE.sqlite"), "the database to make")(
      "csv", po::value<std::string>()->value_name("FILE.csv"), "also write points as CSV");
  return options;
}

Shard shard_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto index = parse_number<std::int64_t>(text.substr(0, slash));
  const auto count = slash == std::string::npos
                         ? std::nullopt
                         : parse_number<std::int64_t>(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count)
    throw InputError("--shard: '" + text + "' must be I/N with I from 1 to N");
  return {static_cast<std::uint64_t>(*index), static_cast<std::uint64_t>(*count)};
}

Grid grid_of(const po::variables_map& values) {
  const Strings axes = texts_of(values, "vary"), points = texts_of(values, "point");
  if (axes.empty() == points.empty())
    throw InputError("sweep needs axes (--vary), points (--point) or a file of them (--sweep)");
  std::vector<Axis> parsed;
  for (const std::string& axis : axes) parsed.push_back(parse_axis(axis, "--vary"));
  if (!parsed.empty()) return Grid::full(parsed);
  std::vector<std::vector<Axis>> list;
  for (const std::string& point : points) list.push_back(parse_point(point, "--point"));
  return Grid::listed(list);
}

void take_grid(SweepOptions& options, const po::variables_map& values) {
  refuse_together(values, "sweep", {"vary", "point"});
  refuse_together(values, "vary", {"point"});
  options.file = text_of(values, "sweep");
  if (!options.file) {
    options.grid = grid_of(values);
    return;
  }
  const SweepFile file = read_sweep_file(*options.file);
  options.grid = file.grid;
  options.file_assignments = file.assignments;
  options.reference_theta0 = file.reference_theta0;
  if (file.preset && values.count("preset") == 0) options.configuration.preset = *file.preset;
}

std::string database_of(const po::variables_map& values, const char* name, const char* usage) {
  const auto database = text_of(values, name);
  if (!database || database->empty()) throw InputError(usage);
  return *database;
}

}  // namespace

Configuration base_configuration(const SweepOptions& options) {
  ConfigurationOptions under = options.configuration;
  under.assignments.clear();
  Configuration configuration = configuration_from(under);
  for (const std::string& assignment : options.file_assignments)
    configuration.apply_assignment(assignment, options.file.value_or("--sweep"));
  for (const std::string& assignment : options.configuration.assignments)
    configuration.apply_assignment(assignment, "--set");
  return configuration;
}

std::optional<SweepOptions> parse_sweep(const Strings& arguments) {
  const auto description = sweep_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  SweepOptions options;
  static_cast<WorkloadOptions&>(options) = workload_options(values);
  options.configuration = configuration_options(values);
  options.energy = energy_options(values);
  options.database = database_of(values, "db", "sweep needs --db FILE.sqlite, the database");
  take_grid(options, values);
  options.excluding_text = texts_of(values, "require");
  for (const std::string& requirement : options.excluding_text)
    options.excluding.push_back(parse_requirement(requirement));
  if (values.count("reference") > 0)
    options.reference_theta0 = chosen(values, "reference", {"theta0"}, "") == "theta0";
  options.jobs = job_count(values);
  options.resume = values["resume"].as<bool>();
  if (const auto shard = text_of(values, "shard")) options.shard = shard_of(*shard);
  options.engine = chosen_engine(values);
  options.csv = text_of(values, "csv");
  options.quiet = values["quiet"].as<bool>();
  return options;
}

std::optional<MergeOptions> parse_merge(const Strings& arguments) {
  const auto description = merge_description();
  Strings parts;
  const po::variables_map values = parse_options(arguments, description, &parts);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  MergeOptions options;
  options.database = database_of(values, "output", "merge needs -o FILE.sqlite, the database");
  options.csv = text_of(values, "csv");
  options.parts = parts;
  if (parts.empty()) throw InputError("merge needs the databases of the shards");
  return options;
}

}  // namespace drnn
