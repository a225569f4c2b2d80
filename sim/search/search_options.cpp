#include "sim/search/search_options.hpp"

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

po::options_description search_description() {
  auto options = described(
      "usage: drnn search (--vary KEY=VALUES... | --sweep F) [--objective A,B,...] [OPTIONS]\n\n"
      "Finds the points of a grid that no other one dominates: the Pareto front of the\n"
      "objectives, all to be small. Every point is estimated; simulated are only those that may "
      "be\n"
      "on the front, whose numbers are printed.\n\n"
      "Where a point's cycles lie is taken to be half way from the likely estimate to those with\n"
      "memory times of 3/4 and 3/2, a refresh and two register accesses a transfer; its energy\n"
      "likewise, and 1 %; resources and error are exact. A point is passed over if another one is\n"
      "surely better. Where a simulation proves a bound wrong, the margin becomes twice what was\n"
      "lacking, all points are looked at anew, and a line says so.\n\nOptions");
  add_configuration_options(options);
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  const auto texts = [](const char* name) {
    return po::value<Strings>()->composing()->value_name(name);
  };
  options.add_options()(
      "vary", texts("KEY=VALUES"),
      "an axis, as of 'drnn sweep': a,b,c or lo:hi:step; given several times: all "
      "combinations")("sweep", text("FILE"), "the axes or points of a sweep's file instead")(
      "objective", text("A,B,..."),
      "of cycles, time, energy, bram, dsp, lut, ff, error; default cycles,energy,bram,dsp; error "
      "is "
      "that against labels or targets, without them the rms of h against threshold 0")(
      "require", texts("fits|NAME<=NUMBER"),
      "only points that fit the device, or keep a limit; may be given several times")(
      "margin", text("SHARE"), "share by which bounds are widened further; default 0")(
      "exhaustive", po::bool_switch(), "simulate all points: the same front, to compare")(
      "jobs", text("N"), "processes; default: one a processor")(
      "db", text("FILE.sqlite"), "a database with a row a simulated point, as a sweep makes")(
      "json", text("FILE.json|-"), "write front and counts; - is standard output");
  add_workload_options(options);
  options.add_options()("engine", text("fast|stepped"),
                        "skip quiet cycles (the default) or execute each; same numbers");
  add_energy_price_options(options);
  options.add_options()("quiet", po::bool_switch(), "no table and no progress bar");
  return options;
}

void take_grid(SearchOptions& options, const po::variables_map& values) {
  refuse_together(values, "sweep", {"vary"});
  options.file = text_of(values, "sweep");
  if (options.file) {
    const SweepFile file = read_sweep_file(*options.file);
    options.grid = file.grid;
    options.file_assignments = file.assignments;
    if (file.preset && values.count("preset") == 0) options.configuration.preset = *file.preset;
    return;
  }
  std::vector<Axis> axes;
  for (const std::string& axis : texts_of(values, "vary"))
    axes.push_back(parse_axis(axis, "--vary"));
  if (axes.empty()) throw InputError("search needs axes (--vary) or a file of them (--sweep)");
  options.grid = Grid::full(axes);
}

double margin_of(const std::string& text) {
  const auto value = parse_number<double>(text);
  if (!value || !(*value >= 0 && *value <= 10))
    throw InputError("--margin: '" + text + "' must be a share from 0 to 10");
  return *value;
}

}  // namespace

std::optional<SearchOptions> parse_search(const Strings& arguments) {
  const auto description = search_description();
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  SearchOptions options;
  static_cast<WorkloadOptions&>(options) = workload_options(values);
  options.configuration = configuration_options(values);
  options.energy = energy_options(values);
  take_grid(options, values);
  options.objectives =
      parse_objectives(text_of(values, "objective").value_or("cycles,energy,bram,dsp"));
  options.requirements = texts_of(values, "require");
  for (const std::string& requirement : options.requirements)
    options.limits.push_back(parse_requirement(requirement));
  if (const auto margin = text_of(values, "margin")) options.margin = margin_of(*margin);
  options.exhaustive = values["exhaustive"].as<bool>();
  options.jobs = job_count(values);
  options.database = text_of(values, "db").value_or("");
  options.json = text_of(values, "json");
  options.engine = chosen_engine(values);
  options.quiet = values["quiet"].as<bool>();
  return options;
}

}  // namespace drnn
