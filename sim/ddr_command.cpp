#include "sim/ddr_command.hpp"

#include <filesystem>
#include <iostream>
#include <memory>

#include "model/config/errors.hpp"
#include "sim/command_line.hpp"
#include "sim/ddr_efficiency.hpp"
#include "sim/ddr_options.hpp"
#include "sim/ddr_replay.hpp"
#include "sim/formats/atomic_file.hpp"

namespace drnn {

namespace {

void print_efficiencies(DdrOptions options) {
  auto& assignments = options.configuration.assignments;
  assignments.insert(assignments.begin(), "clock.period_ps=" + std::to_string(kVendorPeriodPs));
  const Configuration configuration = configuration_from(options.configuration);
  configuration.resolve();
  const Parameters& parameters = configuration.parameters();
  print_efficiency(std::cout, parameters, measure_efficiency(parameters));
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

void replay(const DdrOptions& options) {
  const Configuration configuration = configuration_from(options.configuration);
  configuration.resolve();
  std::unique_ptr<AtomicFile> file;
  if (options.stats && *options.stats != "-") {
    if (same_file(*options.stats, *options.trace))
      throw InputError("--stats " + *options.stats + " would overwrite the trace");
    file = std::make_unique<AtomicFile>(*options.stats);
  }
  const DdrReplay result = replay_trace(*options.trace, configuration.parameters());
  const std::string json = to_json(result, configuration.to_json()).dump(2) + "\n";
  if (file) {
    file->stream() << json;
    file->commit();
  } else if (options.stats) {
    std::cout << json;
    return;
  }
  if (!options.quiet) print_replay(std::cout, result);
}

}  // namespace

int ddr_command(const std::vector<std::string>& arguments) {
  const auto options = parse_ddr(arguments);
  if (!options) return kDone;
  if (options->efficiency) {
    print_efficiencies(*options);
  } else {
    replay(*options);
  }
  return kDone;
}

}  // namespace drnn
