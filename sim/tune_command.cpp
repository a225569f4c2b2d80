#include "sim/tune_command.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/command_line.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/named_files.hpp"
#include "sim/report_text.hpp"
#include "sim/table_check.hpp"
#include "sim/tune_report.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// Real units; what the hardware cannot hold is left out.
constexpr double kUsualThresholds[] = {0.0625, 0.125, 0.1875, 0.25, 0.375, 0.5, 0.75, 1};

/// A parameter's threshold as the hardware holds it. Throws InputError where it is not allowed.
std::int32_t raw_threshold(Configuration configuration, const char* key, double threshold,
                           const char* option) {
  configuration.apply(key, number_text(threshold), option);
  configuration.resolve();
  const FixedFormat& format = configuration.parameters().numeric.activation;
  return static_cast<std::int32_t>(quantise(threshold, format).value_or(0));
}

/// The usual thresholds that the hardware holds: a format or a register may be too small for some.
std::vector<std::int32_t> usual_thresholds(const Configuration& configuration, const char* key) {
  std::vector<std::int32_t> values;
  for (const double threshold : kUsualThresholds) {
    try {
      values.push_back(raw_threshold(configuration, key, threshold, key));
    } catch (const InputError&) {
      break;  // larger ones fit even less
    }
  }
  return values;
}

/// Zero and the asked values as the hardware holds them, ascending, each once.
std::vector<std::int32_t> grid_values(const std::vector<double>& asked, const char* key,
                                      const char* option, const Configuration& configuration) {
  std::vector<std::int32_t> values;
  if (asked.empty()) values = usual_thresholds(configuration, key);
  for (const double threshold : asked)
    values.push_back(raw_threshold(configuration, key, threshold, option));
  values.push_back(0);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

TuneGrid grid_of(const TuneOptions& options, const Configuration& configuration) {
  return {grid_values(options.theta_x, "delta.theta_x", "--theta-x", configuration),
          grid_values(options.theta_h, "delta.theta_h", "--theta-h", configuration)};
}

TuneError error_of(const TuneOptions& options, const LoadedWorkload& workload) {
  const bool scored = workload.scoring.has_value();
  if (options.error == TuneError::score && !scored)
    throw InputError("--error score: needs --labels or --targets, and inputs that are not cut");
  return options.error.value_or(scored ? TuneError::score : TuneError::h_vs_theta0);
}

/// Created before the search, so that a bad path costs no time.
std::unique_ptr<AtomicFile> statistics_file(const TuneOptions& options) {
  if (!options.stats || *options.stats == "-") return nullptr;
  NamedFiles files;
  for (const std::string& input : options.inputs) files.read(input, "--input");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  if (options.network) files.read(*options.network, "--network");
  if (options.labels) files.read(*options.labels, "--labels");
  if (options.targets) files.read(*options.targets, "--targets");
  files.write(*options.stats, "--stats");
  return std::make_unique<AtomicFile>(*options.stats);
}

void write_statistics(const TuneOptions& options, AtomicFile* file, const Json& json) {
  const std::string text = json.dump(2) + "\n";
  if (file != nullptr) {
    file->stream() << text;
    file->commit();
  } else if (options.stats) {
    std::cout << text;
  }
}

void print_head(const TuneContext& context, const LoadedWorkload& workload) {
  print_line(std::cout, "workload", workload.name);
  for (const std::string& note : workload.notes) print_line(std::cout, "note", note);
  print_line(std::cout, "budget",
             error_name(context) + " at most " + error_text(context, context.options.max_error));
}

/// A line before each round, which is also how far the search is.
void print_round(std::size_t number, const TuneRound& round, std::size_t sequences) {
  print_line(std::cout, text("round %zu", number).c_str(),
             std::to_string(round.pairs) + " pairs of thresholds on " +
                 std::to_string(round.sequences) + " of " + std::to_string(sequences) +
                 (sequences == 1 ? " sequence" : " sequences"));
  std::cout.flush();
}

Json statistics(const TuneResult& result, const TuneContext& context,
                const Configuration& configuration, const LoadedWorkload& workload) {
  return {{"schema", 1},
          {"tune", tune_json(result, context)},
          {"config", configuration.to_json()},
          {"workload", workload.description}};
}

}  // namespace

int tune_command(const std::vector<std::string>& arguments) {
  const auto options = parse_tune(arguments);
  if (!options) return kDone;
  const InterruptGuard interrupt;
  const Configuration configuration = configuration_from(options->configuration);
  configuration.resolve();
  const NumericProfile& profile = configuration.parameters().numeric;
  checked_tables(profile);
  const TuneGrid grid = grid_of(*options, configuration);
  const LoadedWorkload workload = load_workload(*options, configuration);
  const TuneError error = error_of(*options, workload);
  const std::unique_ptr<AtomicFile> file = statistics_file(*options);

  const Evaluation evaluation(
      workload, profile,
      References(workload.references(), profile, [&interrupt] { interrupt.check(); }));
  TuneRunner runner(workload, configuration, evaluation, error, options->engine, interrupt);
  const Metric metric = workload.scoring ? workload.scoring->metric : Metric::ctc;
  const TuneContext context{*options, error, metric, profile.activation, runner};
  const bool silent = options->quiet || options->stats == "-";
  if (!silent) print_head(context, workload);
  TuneSearch search(grid, workload.sequences.size(), options->max_error, options->seed);
  const TuneResult result = search.run(
      [&](const Thresholds& pair, const auto& sequences) { return runner.run(pair, sequences); },
      [&](std::size_t number, const TuneRound& round) {
        if (!silent) print_round(number, round, workload.sequences.size());
      });
  write_statistics(*options, file.get(), statistics(result, context, configuration, workload));
  if (!silent) print_tune(std::cout, result, context);
  if (options->quiet && options->stats != "-") print_choice(std::cout, result, context);
  return result.choice ? kDone : kSimulationFailed;
}

}  // namespace drnn
