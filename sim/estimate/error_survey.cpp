#include "sim/estimate/error_survey.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

#include "model/config/errors.hpp"
#include "sim/estimate/estimate_text.hpp"
#include "sim/estimate/estimator.hpp"
#include "sim/progress.hpp"
#include "sim/report_text.hpp"
#include "sim/run_description.hpp"
#include "sim/sweep/worker_pool.hpp"

namespace drnn {

namespace {

constexpr int kTurnMs = 100;

/// A worker's answer: a case's numbers, or why there are none.
enum class Answer : std::uint8_t { numbers, failure };

WorkloadOptions workload_options(const SurveyCase& drawn) {
  WorkloadOptions options;
  options.synthetic = to_string(drawn.spec);
  return options;
}

SurveyNumbers numbers(const Configuration& configuration, const LoadedWorkload& workload,
                      const ZynqSystem::Result& result, EnergyModel& energy) {
  const RunRecord record = describe_run(configuration, workload, result, energy);
  return {static_cast<double>(record.main.total_cycles), record.energy.energy.total_j};
}

/// With the densities that the pattern has.
SyntheticSpec measured(SyntheticSpec spec, const FiredPattern& pattern) {
  double sent_x = 0, sent_h = 0, units = 0;
  for (std::size_t l = 0; l < pattern.layers().size(); ++l) {
    const LayerSize& size = pattern.layers()[l];
    const int h_column = size.columns - size.hidden;
    for (std::uint64_t t = 0; t < pattern.steps(); ++t) {
      if (l == 0) sent_x += pattern.sent(t, l, h_column - size.inputs, size.inputs);
      if (t > 0) sent_h += pattern.sent(t, l, h_column, size.hidden);
    }
    units += size.hidden;
  }
  const auto steps = static_cast<double>(pattern.steps());
  spec.density_x = sent_x / (steps * spec.inputs);
  spec.density_h = sent_h / ((steps - 1) * units);
  return spec;
}

SurveyNumbersOfCase measure(const EstimateOptions& options, const Configuration& base,
                            const SurveyCase& drawn) {
  const Configuration configuration = configuration_of(base, drawn);
  const Parameters& p = configuration.parameters();
  const DeltaSettings settings = settings_of(configuration);
  EnergyModel energy(options.energy, p);
  const LoadedWorkload workload = load_workload(workload_options(drawn), configuration);
  const auto nothing = [] {};
  Estimator recorded(workload, p, std::nullopt, nothing);
  const auto drawn_at = [&](const SyntheticSpec& spec) {
    const LoadedWorkload sizes = workload_of_sizes(spec, p.numeric);
    return numbers(configuration, sizes, Estimator(sizes, p, spec, nothing).run(p, settings),
                   energy);
  };
  const Estimator::Bounds bounds = recorded.bounds(p, settings);
  const auto of = [&](const RunStatistics& statistics) {
    return numbers(configuration, workload, {statistics, {}, 0}, energy);
  };
  ZynqSystem system("drnn", p, Engine::fast);
  return {numbers(configuration, workload,
                  system.run(workload.network, workload.sequences, settings), energy),
          numbers(configuration, workload, recorded.run(p, settings), energy),
          drawn_at(measured(drawn.spec, recorded.pattern(settings))),
          drawn_at(drawn.spec),
          of(bounds.least),
          of(bounds.most)};
}

WorkerMessage message(const SurveyNumbersOfCase& all) {
  std::string bytes(sizeof all, '\0');
  std::memcpy(bytes.data(), &all, sizeof all);
  return {static_cast<std::uint8_t>(Answer::numbers), 0, bytes};
}

/// Runs the cases in processes and gathers what they answer.
class Surveyor {
 public:
  Surveyor(const EstimateOptions& options, const Configuration& base,
           const InterruptGuard& interrupt)
      : options_(options),
        base_(base),
        interrupt_(interrupt),
        count_(static_cast<std::uint64_t>(*options.survey)),
        progress_(count_, !options.quiet),
        pool_(std::max(1U, std::thread::hardware_concurrency())) {}

  Survey run() {
    survey_.seed = options_.seed;
    for (std::uint64_t i = 0; i < count_; ++i)
      survey_.results.push_back({draw_survey_case(base_, options_.seed, i), {}});
    for (std::uint64_t next = 0; next < count_ || !pool_.empty();) {
      interrupt_.check();
      while (next < count_ && !pool_.full()) start(next++);
      pool_.wait(
          kTurnMs, [this](auto id, const auto& answer) { receive(id, answer); },
          [this](auto id, const auto& end) { ended(id, end); });
    }
    return std::move(survey_);
  }

 private:
  void start(std::uint64_t id) {
    pool_.start(id, [&](const WorkerPool::Send& send) {
      try {
        send(message(measure(options_, base_, survey_.results[id].drawn)));
      } catch (const std::exception& error) {
        send({static_cast<std::uint8_t>(Answer::failure), 0, error.what()});
      }
    });
  }

  void receive(std::uint64_t id, const WorkerMessage& answer) {
    if (answer.kind == static_cast<std::uint8_t>(Answer::failure)) fail(id, answer.text);
    SurveyNumbersOfCase& all = survey_.results[id].numbers;
    if (answer.text.size() != sizeof all) fail(id, "an answer of another size");
    std::memcpy(&all, answer.text.data(), sizeof all);
    progress_.advance(1);
  }

  void ended(std::uint64_t id, const WorkerEnd& end) {
    if (end.exit_code != 0 || end.signal != 0) fail(id, "its process crashed");
  }

  [[noreturn]] static void fail(std::uint64_t id, const std::string& why) {
    throw SimulationError("survey, case " + std::to_string(id) + ": " + why);
  }

  const EstimateOptions& options_;
  const Configuration& base_;
  const InterruptGuard& interrupt_;
  const std::uint64_t count_;
  Survey survey_;
  Progress progress_;
  WorkerPool pool_;
};

/// Sizes of relative errors, in percent, and where the largest is.
struct Errors {
  std::vector<double> sizes;  ///< ascending
  std::size_t worst = 0;
  double worst_percent = 0;  ///< with its sign

  double quantile(double share) const {
    return sizes[static_cast<std::size_t>(share * static_cast<double>(sizes.size() - 1))];
  }
};

using Numbers = SurveyNumbers SurveyNumbersOfCase::*;

Errors errors_of(const Survey& survey, Numbers estimate, double SurveyNumbers::*number) {
  Errors errors;
  for (std::size_t i = 0; i < survey.results.size(); ++i) {
    const SurveyNumbersOfCase& r = survey.results[i].numbers;
    const double percent = error_percent(r.*estimate.*number, r.simulated.*number);
    errors.sizes.push_back(std::fabs(percent));
    if (std::fabs(percent) < std::fabs(errors.worst_percent)) continue;
    errors.worst = i;
    errors.worst_percent = percent;
  }
  std::sort(errors.sizes.begin(), errors.sizes.end());
  return errors;
}

void print_errors(std::ostream& out, const std::string& name, const Errors& e) {
  out << text("%-28s %8.2f %8.2f %8.2f %8.2f  case %zu (%+.2f)\n", name.c_str(), e.quantile(0.5),
              e.quantile(0.9), e.quantile(0.95), e.sizes.back(), e.worst, e.worst_percent);
}

/// How far simulations lie outside of where a search expects them, and how often.
void print_bounds(std::ostream& out, const Survey& survey, const char* name,
                  double SurveyNumbers::*number) {
  double worst = 0;
  int outside = 0;
  std::vector<double> widths;
  for (const SurveyResult& r : survey.results) {
    const double simulated = r.numbers.simulated.*number;
    const ExpectedRange range =
        expected_range(r.numbers.recorded.*number, r.numbers.least.*number, r.numbers.most.*number);
    const double excess = std::max(simulated / range.high, range.low / simulated) - 1;
    outside += excess > 0;
    worst = std::max(worst, 100 * excess);
    widths.push_back(100 * (range.high / range.low - 1));
  }
  std::sort(widths.begin(), widths.end());
  out << text(
      "bounds of %s in a search: %.2f %% apart in the median; %d simulations outside, "
      "by %.2f %% at most\n",
      name, widths[widths.size() / 2], outside, worst);
}

void print_case(std::ostream& out, const Survey& survey, std::size_t index) {
  const SurveyCase& drawn = survey.results[index].drawn;
  out << "\ncase " << index << ": --synthetic " << to_string(drawn.spec) << "\n";
  std::string line;
  for (const std::string& assignment : drawn.assignments) {
    if (line.size() + assignment.size() > 90) {
      out << " " << line << "\n";
      line.clear();
    }
    line += " " + assignment;
  }
  out << " " << line << "\n";
}

}  // namespace

Survey survey_errors(const EstimateOptions& options, const Configuration& base,
                     const InterruptGuard& interrupt) {
  return Surveyor(options, base, interrupt).run();
}

void print_survey(std::ostream& out, const Survey& survey) {
  constexpr std::pair<const char*, Numbers> kEstimates[] = {
      {"deltas known", &SurveyNumbersOfCase::recorded},
      {"densities known", &SurveyNumbersOfCase::from_measured},
      {"densities as asked", &SurveyNumbersOfCase::from_asked}};
  out << survey.results.size() << " random configurations, seed " << survey.seed
      << "; size of the error against the simulation, percent\n\n";
  out << text("%-28s %8s %8s %8s %8s  %s\n", "", "median", "90 %", "95 %", "worst", "at");
  for (const auto& [name, numbers] : kEstimates) {
    print_errors(out, std::string("cycles, ") + name,
                 errors_of(survey, numbers, &SurveyNumbers::cycles));
  }
  for (const auto& [name, numbers] : kEstimates)
    print_errors(out, std::string("energy, ") + name,
                 errors_of(survey, numbers, &SurveyNumbers::energy_j));
  out << "\n";
  print_bounds(out, survey, "cycles", &SurveyNumbers::cycles);
  print_bounds(out, survey, "energy", &SurveyNumbers::energy_j);
  print_case(out, survey, errors_of(survey, kEstimates[0].second, &SurveyNumbers::cycles).worst);
}

}  // namespace drnn
