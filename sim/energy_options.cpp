#include "sim/energy_options.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;

constexpr const char* kParts[] = {"", "all", "power", "sensitivity", "published", "resources"};

EnergyReportPart report_part(const po::variables_map& values) {
  if (values.count("energy-report") == 0) return EnergyReportPart::none;
  const std::vector<std::string> allowed(std::begin(kParts) + 1, std::end(kParts));
  const std::string part = chosen(values, "energy-report", allowed, "");
  const auto at = std::find(std::begin(kParts), std::end(kParts), part);
  return static_cast<EnergyReportPart>(at - std::begin(kParts));
}

/// A number above 0.
std::optional<double> amount(const po::variables_map& values, const char* name, const char* unit) {
  const auto text = text_of(values, name);
  if (!text) return std::nullopt;
  const auto value = parse_number<double>(*text);
  if (!value || !std::isfinite(*value) || *value <= 0)
    throw InputError(std::string("--") + name + " " + *text + ": allowed is a number above 0" +
                     unit);
  return value;
}

}  // namespace

void add_energy_price_options(po::options_description& options) {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("energy-table", text("NAME|FILE"),
                        "what an access costs: fpga-7series (the default), horowitz-45nm or a file "
                        "of that form")(
      "ddr-energy-table", text("NAME|FILE"),
      "currents of the DRAM: ddr3-idd (the default) or a file of that form")(
      "energy-set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
      "one constant over the tables, static.ps=1.2 for example; may be given several times")(
      "energy-scale", text("F"), "scale all energy by this factor")(
      "frame-ms", text("MS"),
      "time between two steps of the input, for the energy of a second of it");
}

void add_energy_options(po::options_description& options) {
  add_energy_price_options(options);
  options.add_options()(
      "energy-calibrate", po::value<std::string>()->value_name("W"),
      "scale all energy by the one factor that makes the first run draw this power")(
      "energy-report", po::value<std::string>()->implicit_value("all")->value_name("PART"),
      "print components and phases, sensitivities, comparison and resources behind the summary, or "
      "with --quiet alone; --energy-report=power, =sensitivity, =published or =resources: that "
      "part; of several thresholds a line each");
}

EnergyOptions energy_options(const po::variables_map& values) {
  EnergyOptions options;
  options.table = text_of(values, "energy-table").value_or(options.table);
  options.ddr_table = text_of(values, "ddr-energy-table").value_or(options.ddr_table);
  options.assignments = texts_of(values, "energy-set");
  options.calibrate_w = amount(values, "energy-calibrate", ", in W");
  options.scale = amount(values, "energy-scale", "");
  options.frame_ms = amount(values, "frame-ms", ", in ms");
  options.report = report_part(values);
  refuse_together(values, "energy-calibrate", {"energy-scale"});
  return options;
}

void check_energy_report(const EnergyOptions& options, std::size_t thresholds) {
  const auto any = {EnergyReportPart::none, EnergyReportPart::all, EnergyReportPart::power};
  if (thresholds < 2 || std::count(any.begin(), any.end(), options.report) > 0) return;
  throw InputError(std::string("--energy-report=") + kParts[static_cast<int>(options.report)] +
                   ": allowed with one threshold; --theta names " + std::to_string(thresholds));
}

}  // namespace drnn
