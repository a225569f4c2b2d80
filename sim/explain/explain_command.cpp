#include "sim/explain/explain_command.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "model/spool/rows.hpp"
#include "sim/command_line.hpp"
#include "sim/explain/explain_options.hpp"
#include "sim/explain/explain_report.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/interrupt.hpp"
#include "sim/named_files.hpp"
#include "sim/run_description.hpp"
#include "sim/table_check.hpp"
#include "sim/workload_loader.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

namespace {

constexpr Cycle kCyclesPerCheck = 4096;

void add(const StepAccount& step, ExplainedPart& part) {
  ++part.steps;
  part.columns += step.columns;
  for (std::size_t i = 0; i < kCycleCauseCount; ++i) part.causes[i] += step.causes[i];
}

/// Steps, each by itself or those of a sequence together.
std::vector<ExplainedPart> parts_of(const SpooledValues<StepAccount>& steps,
                                    const std::vector<InputSequence>& sequences, ExplainBy by) {
  std::vector<ExplainedPart> parts;
  std::uint64_t at = 0;
  for (const InputSequence& sequence : sequences) {
    if (by == ExplainBy::sequence) parts.emplace_back();
    for_each_row(steps.part(at, sequence.steps), 1, [&](const StepAccount* step) {
      if (by == ExplainBy::step) parts.emplace_back();
      add(*step, parts.back());
    });
    at += sequence.steps;
  }
  return parts;
}

std::vector<ExplainedRun> simulated_runs(const ExplainOptions& options) {
  const InterruptGuard interrupt;
  const std::vector<Configuration> configured = configurations_from(options.configuration, options);
  checked_tables(configured.front().parameters().numeric);
  const LoadedWorkload workload = load_workload(options, configured.front());
  ZynqSystem system("drnn", configured.front().parameters(), options.engine);
  system.set_account(ZynqSystem::AccountDetail::steps);
  system.engine().on_committed([&interrupt](Cycle cycle) {
    if (cycle % kCyclesPerCheck == 0) interrupt.check();
  });
  std::vector<ExplainedRun> runs;
  for (const Configuration& configuration : configured) {
    const ZynqSystem::Result result =
        system.run(workload.network, workload.sequences, settings_of(configuration),
                   [&](std::uint64_t) { interrupt.check(); });
    ExplainedRun run;
    run.workload = workload.name;
    run.configuration = configuration;
    run.layers = {workload.network.layers.front().inputs};
    for (const QuantisedLayer& layer : workload.network.layers) run.layers.push_back(layer.hidden);
    const RunStatistics& s = result.statistics;
    run.whole = {s.steps, s.columns_issued, s.causes};
    if (options.by != ExplainBy::run)
      run.parts = parts_of(result.steps, workload.sequences, options.by);
    runs.push_back(std::move(run));
  }
  return runs;
}

/// Created before the simulation, so that a bad path costs no time.
std::unique_ptr<AtomicFile> json_file(const ExplainOptions& options) {
  if (!options.json || *options.json == "-") return nullptr;
  NamedFiles files;
  if (options.file) files.read(*options.file, "FILE.json");
  for (const std::string& input : options.inputs) files.read(input, "--input");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  if (options.network) files.read(*options.network, "--network");
  files.write(*options.json, "--json");
  return std::make_unique<AtomicFile>(*options.json);
}

}  // namespace

int explain_command(const std::vector<std::string>& arguments) {
  const auto options = parse_explain(arguments);
  if (!options) return kDone;
  if (options->causes) {
    print_causes(std::cout);
    return kDone;
  }
  const std::unique_ptr<AtomicFile> file = json_file(*options);
  const std::vector<ExplainedRun> runs =
      options->file ? explained_runs(*options->file) : simulated_runs(*options);
  if (options->json) {
    const std::string json = explained_json(runs, options->by).dump(2) + "\n";
    (file ? file->stream() : std::cout) << json;
    if (file) file->commit();
  }
  if (options->json == "-") return kDone;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i > 0) std::cout << "\n";
    print_explained(std::cout, runs[i], options->by);
  }
  return kDone;
}

}  // namespace drnn
