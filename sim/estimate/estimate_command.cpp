#include "sim/estimate/estimate_command.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "sim/command_line.hpp"
#include "sim/default_workload.hpp"
#include "sim/energy_report.hpp"
#include "sim/estimate/error_survey.hpp"
#include "sim/estimate/estimate_json.hpp"
#include "sim/estimate/estimate_options.hpp"
#include "sim/estimate/estimate_text.hpp"
#include "sim/estimate/estimator.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/interrupt.hpp"
#include "sim/named_files.hpp"
#include "sim/progress.hpp"
#include "sim/run_description.hpp"

namespace drnn {

namespace {

using Configurations = std::vector<Configuration>;

/// As for a run: what is written must not overwrite what is read.
std::unique_ptr<AtomicFile> statistics_file(const EstimateOptions& options) {
  NamedFiles files;
  for (const std::string& input : options.inputs) files.read(input, "--input");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  if (options.network) files.read(*options.network, "--network");
  if (options.labels) files.read(*options.labels, "--labels");
  if (options.targets) files.read(*options.targets, "--targets");
  files.read(options.energy.table, "--energy-table");
  files.read(options.energy.ddr_table, "--ddr-energy-table");
  if (!options.stats || *options.stats == "-") return nullptr;
  files.write(*options.stats, "--stats");
  return std::make_unique<AtomicFile>(*options.stats);
}

EnergyOptions energy_options(const EstimateOptions& options) {
  EnergyOptions energy = options.energy;
  if (!energy.frame_ms && !options.network && !options.synthetic)
    energy.frame_ms = kDefaultWorkloadFrameMs;
  return energy;
}

/// With --synthetic sizes alone.
LoadedWorkload load(const EstimateOptions& options, const Configuration& configuration) {
  if (!options.synthetic) return load_workload(options, configuration);
  LoadedWorkload workload =
      workload_of_sizes(parse_synthetic(*options.synthetic), configuration.parameters().numeric);
  check_holds(workload, configuration.parameters());
  return workload;
}

std::vector<EstimateRecord> estimate(const EstimateOptions& options,
                                     const Configurations& configured,
                                     const LoadedWorkload& workload, Estimator& estimator) {
  EnergyModel energy(energy_options(options), configured.front().parameters());
  const Parameters& hardware = configured.front().parameters();
  const std::uint64_t dense = estimator.cycles(hardware, kDense);
  const bool in_table =
      configured.size() > 1 && std::any_of(configured.begin(), configured.end(),
                                           [](const auto& c) { return is_theta0(settings_of(c)); });
  std::vector<EstimateRecord> records;
  for (const Configuration& configuration : configured) {
    const DeltaSettings settings = settings_of(configuration);
    const ZynqSystem::Result result = estimator.run(configuration.parameters(), settings);
    RunRecord record = describe_run(configuration, workload, result, energy);
    record.dense_cycles = dense;
    if (options.reference_theta0 || in_table)
      record.theta0_cycles = estimator.cycles(hardware, kTheta0);
    records.push_back(
        {std::move(record), estimator.score(settings), options.synthetic.has_value(), {}});
  }
  return records;
}

/// Simulates what was estimated, on one elaborated design.
void simulate(const EstimateOptions& options, const Configurations& configured,
              const InterruptGuard& interrupt, std::vector<EstimateRecord>& records) {
  const LoadedWorkload workload = load_workload(options, configured.front());
  EnergyModel energy(energy_options(options), configured.front().parameters());
  ZynqSystem system("drnn", configured.front().parameters(), Engine::fast);
  Progress progress((configured.size() + 1) * workload.steps(), !options.quiet);
  const auto run = [&](const DeltaSettings& settings) {
    return system.run(workload.network, workload.sequences, settings, [&](std::uint64_t) {
      progress.advance();
      interrupt.check();
    });
  };
  const std::uint64_t dense = [&] {
    const WithoutArithmetic timing_alone(system.tape());
    return run(kDense).statistics.total_cycles;
  }();
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].simulated =
        describe_run(configured[i], workload, run(settings_of(configured[i])), energy);
    records[i].simulated->dense_cycles = dense;
  }
}

void write_statistics(const std::string& text, AtomicFile* file, const EstimateOptions& options) {
  if (file != nullptr) {
    file->stream() << text;
    file->commit();
  } else if (options.stats) {
    std::cout << text;
  }
}

}  // namespace

int estimate_command(const std::vector<std::string>& arguments) {
  const auto options = parse_estimate(arguments);
  if (!options) return kDone;
  const InterruptGuard interrupt;
  const Configurations configured = configurations_from(options->configuration, *options);
  check_has_closed_form(configured.front().parameters());
  if (options->survey) {
    print_survey(std::cout, survey_errors(*options, configured.front(), interrupt));
    return kDone;
  }
  const LoadedWorkload workload = load(*options, configured.front());
  const std::unique_ptr<AtomicFile> file = statistics_file(*options);
  std::optional<SyntheticSpec> drawn;
  if (options->synthetic) drawn = parse_synthetic(*options->synthetic);
  Estimator estimator(workload, configured.front().parameters(), drawn, [&] { interrupt.check(); });
  std::vector<EstimateRecord> records = estimate(*options, configured, workload, estimator);
  if (options->check) simulate(*options, configured, interrupt, records);
  write_statistics(estimates_json(records, configured, workload).dump(2) + "\n", file.get(),
                   *options);
  if (options->stats == "-") return kDone;
  if (!options->quiet) {
    if (records.size() > 1)
      print_estimate_table(std::cout, records, workload);
    else
      print_estimate(std::cout, records.front(), workload);
  }
  std::vector<RunRecord> estimates;
  for (const EstimateRecord& record : records) estimates.push_back(record.estimate);
  print_energy_report(std::cout, estimates, options->energy.report, !options->quiet);
  return kDone;
}

}  // namespace drnn
