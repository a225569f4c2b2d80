#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

namespace drnn {

/// What --energy-report prints.
enum class EnergyReportPart { none, all, power, sensitivity, published, resources };

/// How energy is computed from the counts of a run.
struct EnergyOptions {
  std::string table = "fpga-7series";    ///< name of a built-in table, or a file
  std::string ddr_table = "ddr3-idd";    ///< likewise, of currents
  std::vector<std::string> assignments;  ///< key=value over either
  std::optional<double> calibrate_w;     ///< the scale is such that the first run draws this
  std::optional<double> scale;           ///< given instead
  std::optional<double> frame_ms;        ///< time between two steps of the input
  EnergyReportPart report = EnergyReportPart::none;
};

/// --energy-table, --ddr-energy-table, --energy-set, --energy-scale, --frame-ms.
void add_energy_price_options(boost::program_options::options_description& options);
/// Those, --energy-calibrate and --energy-report.
void add_energy_options(boost::program_options::options_description& options);
/// Of those that were added. Throws InputError.
EnergyOptions energy_options(const boost::program_options::variables_map& values);
/// Throws InputError where the part of the report is of one threshold alone, and there are more.
void check_energy_report(const EnergyOptions& options, std::size_t thresholds);

}  // namespace drnn
