#include "sim/ddr_command.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "sim/command_line.hpp"
#include "sim/ddr_efficiency.hpp"
#include "sim/ddr_options.hpp"
#include "sim/ddr_report.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/formats/memory_trace.hpp"
#include "sim/interrupt.hpp"
#include "sim/named_files.hpp"
#include "tlm/ddr/ddr_config.hpp"
#include "tlm/ddr/trace_replay.hpp"

namespace drnn {

namespace {

constexpr std::uint64_t kRequestsPerCheck = 4096;

/// Created before the replay, so that a bad path costs no time. Nothing for standard output.
std::unique_ptr<AtomicFile> statistics_file(const DdrOptions& options) {
  if (!options.stats || *options.stats == "-") return nullptr;
  NamedFiles files;
  files.read(*options.trace, "--trace");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  files.write(*options.stats, "--stats");
  return std::make_unique<AtomicFile>(*options.stats);
}

DdrRecord replay(MemoryTraceReader& reader, const DdrOptions& options, const DdrConfig& config) {
  const InterruptGuard interrupt;
  TraceReplay replay(config);
  while (const auto request = reader.next()) {
    replay.next(*request);
    if (reader.requests() % kRequestsPerCheck == 0) interrupt.check();
  }
  if (reader.requests() == 0)
    throw InputError(*options.trace +
                     ": no request; expected lines of '0xADDRESS READ|WRITE CYCLE'");
  replay.finish();
  return {*options.trace, reader.requests(), reader.hash(), config, replay.statistics()};
}

void write_statistics(const DdrOptions& options, AtomicFile* file, const std::string& text) {
  if (file != nullptr) {
    file->stream() << text;
    file->commit();
  } else if (options.stats) {
    std::cout << text;
  }
}

void replay_trace(const DdrOptions& options) {
  const Configuration configuration = configuration_from(options.configuration);
  configuration.resolve();
  const DdrConfig config = ddr_config(configuration.parameters());
  MemoryTraceReader reader(*options.trace, config.device);
  const std::unique_ptr<AtomicFile> file = statistics_file(options);

  const DdrRecord record = replay(reader, options, config);
  write_statistics(options, file.get(), ddr_json(record, configuration).dump(2) + "\n");
  if (!options.quiet && options.stats != "-") print_ddr_summary(std::cout, record, configuration);
}

/// At the vendor's port clock, unless the user says otherwise.
void print_efficiencies(DdrOptions options) {
  auto& assignments = options.configuration.assignments;
  assignments.insert(assignments.begin(), "clock.period_ps=" + std::to_string(kVendorPeriodPs));
  const Configuration configuration = configuration_from(options.configuration);
  configuration.resolve();
  const Parameters& parameters = configuration.parameters();
  print_efficiency(std::cout, parameters, measure_efficiency(parameters));
}

}  // namespace

int ddr_command(const std::vector<std::string>& arguments) {
  const auto options = parse_ddr(arguments);
  if (!options) return kDone;
  if (options->efficiency) {
    print_efficiencies(*options);
  } else {
    replay_trace(*options);
  }
  return kDone;
}

}  // namespace drnn
