#include "sim/run_command.hpp"

#include <algorithm>
#include <future>
#include <iostream>
#include <memory>
#include <optional>

#include "model/config/errors.hpp"
#include "model/spool/stretches.hpp"
#include "sim/command_line.hpp"
#include "sim/default_workload.hpp"
#include "sim/energy_report.hpp"
#include "sim/evaluation.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/formats/npy_write.hpp"
#include "sim/interrupt.hpp"
#include "sim/named_files.hpp"
#include "sim/progress.hpp"
#include "sim/run_description.hpp"
#include "sim/run_options.hpp"
#include "sim/run_record.hpp"
#include "sim/series_file.hpp"
#include "sim/summary.hpp"
#include "sim/table_check.hpp"
#include "sim/trace/tracing.hpp"
#include "sim/workload_loader.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// What is written must not overwrite what else is written, or anything that was read.
void check_distinct(const RunOptions& options) {
  if (options.output == "-") throw InputError("--output: '-' is no file; allowed: a .npy file");
  NamedFiles files;
  for (const std::string& input : options.inputs) files.read(input, "--input");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  if (options.network) files.read(*options.network, "--network");
  if (options.labels) files.read(*options.labels, "--labels");
  if (options.targets) files.read(*options.targets, "--targets");
  files.read(options.energy.table, "--energy-table");
  files.read(options.energy.ddr_table, "--ddr-energy-table");
  if (options.stats && *options.stats != "-") files.write(*options.stats, "--stats");
  if (options.output) files.write(*options.output, "--output");
  if (options.series)
    for (const std::string& file : SeriesFile::files_of(*options.series))
      files.write(file, "--series");
  for (const auto& [path, option] : files_of(options.trace)) files.write(path, option);
}

/// Files that will be written, created before the simulation so that a bad path costs no time.
struct OutputFiles {
  explicit OutputFiles(const RunOptions& options) {
    check_distinct(options);
    if (options.output) AtomicFile probe(*options.output);
    if (options.stats && *options.stats != "-")
      stats = std::make_unique<AtomicFile>(*options.stats);
    if (options.series) series = std::make_unique<SeriesFile>(*options.series);
  }
  std::unique_ptr<AtomicFile> stats;
  std::unique_ptr<SeriesFile> series;
};

/// Of the runs whose statistics are reported.
ZynqSystem::AccountDetail account_detail(const RunOptions& options) {
  if (options.series) return ZynqSystem::AccountDetail::steps;
  return options.stats ? ZynqSystem::AccountDetail::run : ZynqSystem::AccountDetail::none;
}

/// Whether one of the runs is itself the reference of speedup.vs_theta0.
bool holds_theta0(const std::vector<Configuration>& configured) {
  return std::any_of(configured.begin(), configured.end(),
                     [](const Configuration& c) { return is_theta0(settings_of(c)); });
}

/// One elaborated design, run for every threshold and reference.
class Runner {
 public:
  Runner(const RunOptions& options, const LoadedWorkload& workload,
         const Configuration& configuration, const InterruptGuard& interrupt, std::uint64_t runs)
      : workload_(workload),
        parameters_(configuration.parameters()),
        system_("drnn", parameters_, options.engine),
        interrupt_(interrupt),
        progress_(runs * workload.steps(), !options.quiet) {
    // Steps may be far apart, and the load has none.
    system_.engine().on_committed([this](Cycle cycle) {
      if (cycle % 4096 == 0) interrupt_.check();
    });
  }

  ZynqSystem::Result run(const DeltaSettings& settings, ZynqSystem::AccountDetail detail) {
    system_.set_account(detail);
    ZynqSystem::Result result =
        system_.run(workload_.network, workload_.sequences, settings, [this](std::uint64_t) {
          progress_.advance();
          interrupt_.check();
        });
    if (is_theta0(settings)) theta0_ = result.statistics.total_cycles;
    return result;
  }

  /// Records the next run, if the options ask for it.
  void record(const TraceOptions& options) {
    if (!options.any()) return;
    tracing_.emplace(options, system_, parameters_, workload_.network, workload_.steps());
  }
  /// That run is over.
  void end_recording() {
    if (!tracing_) return;
    if (const auto note = tracing_->finish()) std::cerr << "drnn: note: " << *note << "\n";
  }
  void commit_recording() {
    if (tracing_) tracing_->commit();
  }

  /// Neither depends on the threshold, so each is run once.
  std::uint64_t dense_cycles() {
    const WithoutArithmetic timing_alone(system_.tape());
    return reference_cycles(dense_, kDense);
  }
  std::uint64_t theta0_cycles() { return reference_cycles(theta0_, kTheta0); }

 private:
  std::uint64_t reference_cycles(std::optional<std::uint64_t>& known,
                                 const DeltaSettings& settings) {
    if (!known) known = run(settings, ZynqSystem::AccountDetail::none).statistics.total_cycles;
    return *known;
  }

  const LoadedWorkload& workload_;
  const Parameters parameters_;
  ZynqSystem system_;
  const InterruptGuard& interrupt_;
  Progress progress_;
  std::optional<std::uint64_t> dense_, theta0_;
  std::optional<Tracing> tracing_;
};

/// The outputs of all runs in one spool: one open file, however many thresholds there are.
class RunOutputs {
 public:
  void add(const SpooledValues<std::int16_t>& outputs) {
    first_.push_back(all_->size());
    for_each_stretch(outputs.size(), 1, [&](std::uint64_t first, std::size_t count) {
      all_->append(outputs.read(first, count).data(), count);
    });
  }
  SpooledValues<std::int16_t> of(std::size_t run) const {
    const std::uint64_t end = run + 1 < first_.size() ? first_[run + 1] : all_->size();
    return {all_, first_[run], end - first_[run]};
  }

 private:
  std::shared_ptr<Spool<std::int16_t>> all_ = std::make_shared<Spool<std::int16_t>>();
  std::vector<std::uint64_t> first_;
};

/// The default workload's frames are known.
EnergyOptions energy_options(const RunOptions& options) {
  EnergyOptions energy = options.energy;
  if (!energy.frame_ms && !options.network && !options.synthetic)
    energy.frame_ms = kDefaultWorkloadFrameMs;
  return energy;
}

/// Starts to run the references beside the simulation. What the interrupt throws there comes out
/// where the result is asked for.
std::future<References> start_references(const LoadedWorkload& workload,
                                         const NumericProfile& profile,
                                         const InterruptGuard& interrupt) {
  return std::async(std::launch::async, [&workload, &profile, &interrupt] {
    return References(workload.references(), profile, [&interrupt] { interrupt.check(); });
  });
}

Json all_statistics(const std::vector<RunRecord>& records,
                    const std::vector<Configuration>& configurations,
                    const LoadedWorkload& workload, const Json& tables) {
  Json runs = Json::array();
  for (std::size_t i = 0; i < records.size(); ++i)
    runs.push_back(run_json(records[i], configurations[i], workload, tables));
  if (runs.size() == 1) return runs.front();
  return {{"schema", 1}, {"runs", runs}};
}

void write_statistics(OutputFiles& files, const Json& statistics) {
  const std::string text = statistics.dump(2) + "\n";
  if (files.stats) {
    files.stats->stream() << text;
    files.stats->commit();
  } else {
    std::cout << text;
  }
}

/// Ranges go where the summary goes, unless statistics do.
LoadedWorkload load(const RunOptions& options, const Configuration& configuration) {
  std::ostream* ranges = nullptr;
  if (options.check_ranges) ranges = options.stats == "-" ? &std::cerr : &std::cout;
  WorkloadOptions loaded = options;
  loaded.hashed = options.stats.has_value();
  LoadedWorkload workload = load_workload(loaded, configuration, ranges);
  if (options.synthetic && options.thetas.size() > 1)
    workload.notes.push_back(
        "the synthetic workload was made for the first threshold and is the same for all");
  return workload;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const auto options = parse_run(arguments);
  if (!options) return kDone;
  const InterruptGuard interrupt;
  const std::vector<Configuration> configured =
      configurations_from(options->configuration, *options);
  EnergyModel energy(energy_options(*options), configured.front().parameters());
  const Json tables = checked_tables(configured.front().parameters().numeric);
  const LoadedWorkload workload = load(*options, configured.front());
  interrupt.check();
  OutputFiles files(*options);

  const bool theta0_in_table = configured.size() > 1 && holds_theta0(configured);
  const bool against_theta0 = options->reference_theta0 || theta0_in_table;
  const std::uint64_t references_run = against_theta0 && !holds_theta0(configured) ? 2 : 1;
  const std::uint64_t runs = configured.size() + references_run;
  Runner runner(*options, workload, configured.front(), interrupt, runs);
  runner.record(options->trace);
  std::vector<RunRecord> records;
  RunOutputs outputs;
  SpooledValues<StepAccount> steps;
  for (const Configuration& configuration : configured) {
    const ZynqSystem::Result result =
        runner.run(settings_of(configuration), account_detail(*options));
    records.push_back(describe_run(configuration, workload, result, energy));
    outputs.add(result.outputs);
    steps = result.steps;
  }
  runner.end_recording();
  const NumericProfile& profile = configured.front().parameters().numeric;
  std::future<References> references = start_references(workload, profile, interrupt);
  for (RunRecord& record : records) {
    record.dense_cycles = runner.dense_cycles();
    if (against_theta0) record.theta0_cycles = runner.theta0_cycles();
  }
  const Evaluation evaluation(workload, profile, references.get());
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].fidelity = evaluation.fidelity(outputs.of(i));
    records[i].accuracy = evaluation.accuracy(outputs.of(i));
  }

  runner.commit_recording();
  if (options->output)
    write_npy_int16(*options->output, outputs.of(records.size() - 1),
                    workload.network.layers.back().hidden);
  if (options->stats)
    write_statistics(files, all_statistics(records, configured, workload, tables));
  if (files.series) files.series->write(steps, workload.sequences);
  if (options->stats == "-") return kDone;
  if (!options->quiet) {
    if (records.size() == 1)
      print_summary(std::cout, records.front(), workload, configured.front());
    else
      print_table(std::cout, records, workload);
  }
  print_energy_report(std::cout, records, options->energy.report, !options->quiet);
  return kDone;
}

}  // namespace drnn
