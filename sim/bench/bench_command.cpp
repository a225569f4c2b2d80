#include "sim/bench/bench_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/bench/bench_cases.hpp"
#include "sim/bench/bench_report.hpp"
#include "sim/bench/sweep_bench.hpp"
#include "sim/command_line.hpp"
#include "sim/option_parser.hpp"
#include "sim/sweep/worker_pool.hpp"
#include "sim/version.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;
using Json = nlohmann::ordered_json;

constexpr const char* kUsage =
    "usage: drnn bench [OPTIONS]\n"
    "\n"
    "Measures the simulator on the default workload, on one processor, with all statistics on:\n"
    "cycles a second beside a plain loop over the same columns without any timing, in turns and "
    "in\n"
    "the same process; memory and start in processes of their own. Speeds are of processor\n"
    "time, those of sweeps of wall time on two processors. Ratios say more than absolute\n"
    "figures. The exit code does not depend on the figures.\n";

struct BenchOptions {
  BenchEffort effort;
  bool json = false;
};

double positive_number(const std::string& value, const char* option) {
  const auto number = parse_number<double>(value);
  if (!number || !(*number > 0) || *number > 1000)
    throw InputError(std::string("--") + option + ": '" + value +
                     "'; allowed is a number above 0, to 1000 (seconds)");
  return *number;
}

std::optional<BenchOptions> parse_bench(const std::vector<std::string>& arguments) {
  auto description = described(kUsage);
  description.add_options()("help,h", "print this")(
      "min-seconds", po::value<std::string>()->value_name("S"),
      "measure each of the things compared for so long; default: 1")(
      "steps", po::value<std::string>()->value_name("N"),
      "steps of each sequence that the speeds are measured on; default: 120")(
      "json", "print everything measured as JSON");
  const po::variables_map values = parse_options(arguments, description);
  if (values.count("help") > 0) {
    std::cout << description << std::flush;
    return std::nullopt;
  }
  BenchOptions options;
  options.json = values.count("json") > 0;
  if (const auto seconds = text_of(values, "min-seconds"))
    options.effort.min_seconds = positive_number(*seconds, "min-seconds");
  if (const auto steps = text_of(values, "steps")) options.effort.steps = positive(*steps, "steps");
  return options;
}

/// The case's result, from a process of its own.
Json in_process(const std::function<Json()>& measure) {
  WorkerPool pool(1);
  pool.start(0, [&](const WorkerPool::Send& send) { send({0, 0, measure().dump()}); });
  std::optional<Json> result;
  while (!pool.empty())
    pool.wait(
        1000,
        [&](std::uint64_t, const WorkerMessage& message) { result = Json::parse(message.text); },
        [](std::uint64_t, const WorkerEnd&) {});
  if (!result) throw SimulationError("bench: a case ended without a result");
  return *result;
}

/// Starts the program with nothing to do and without its output. Not by fork(), which would copy
/// the tables of this process's memory first.
pid_t start_program() {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  std::string name = "drnn", asked = "--version";
  char* const arguments[] = {name.data(), asked.data(), nullptr};
  pid_t process = 0;
  const int error =
      ::posix_spawn(&process, "/proc/self/exe", &actions, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? process : -1;
}

/// From the start of the program to its exit.
double seconds_to_start() {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t process = start_program();
  int status = 0;
  if (process < 0 || ::waitpid(process, &status, 0) < 0 || status != 0)
    throw SimulationError("bench: the program could not be started anew");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

constexpr double kKilobytesPerMegabyte = 1024;
constexpr std::int64_t kShortSteps = 10;
constexpr std::int64_t kAllSteps = 1000000;

/// A run, and the most memory that its process held resident.
Json measured_run(std::int64_t steps) {
  return in_process([steps] {
    Json result = bench_memory(steps);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    result["mb"] = static_cast<double>(usage.ru_maxrss) / kKilobytesPerMegabyte;
    return result;
  });
}

Json measure_memory() {
  const Json few = measured_run(kShortSteps), all = measured_run(kAllSteps);
  return {{"short_steps", few.at("steps")},
          {"short_mb", few.at("mb")},
          {"long_steps", all.at("steps")},
          {"long_mb", all.at("mb")}};
}

/// A start, in processes that have nothing loaded before.
Json measured_start() {
  const double program_s = seconds_to_start();
  const Json first = in_process(bench_first_cycle);
  const double load_s = first.at("start_s").get<double>();
  return {{"program_s", program_s}, {"load_s", load_s}, {"total_s", program_s + load_s}};
}

/// The median start of as many as take the time.
Json measure_start(double min_seconds) {
  std::vector<std::pair<double, Json>> starts;
  double seconds = 0;
  measured_start();  // warms the file cache
  while (seconds < min_seconds) {
    Json start = measured_start();
    const double total_s = start.at("total_s").get<double>();
    seconds += total_s;
    starts.emplace_back(total_s, std::move(start));
  }
  const auto middle = starts.begin() + static_cast<std::ptrdiff_t>(starts.size() / 2);
  std::nth_element(starts.begin(), middle, starts.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return middle->second;
}

}  // namespace

int bench_command(const std::vector<std::string>& arguments) {
  const auto options = parse_bench(arguments);
  if (!options) return kDone;
  Json report{{"schema", 1}, {"version", kVersion}, {"machine", bench_machine()}};
  Json& measured = report["measured"];
  measured["start"] = measure_start(options->effort.min_seconds);
  measured["sweeps"] = bench_sweeps(options->effort);
  measured["memory"] = measure_memory();
  measured["drnn"] = in_process([&] { return bench_drnn(options->effort); });
  measured["edgedrnn"] = in_process([&] { return bench_edgedrnn(options->effort); });
  report["goals"] = bench_goals(measured);
  if (options->json)
    std::cout << report.dump(2) << "\n";
  else
    print_bench(std::cout, report);
  return kDone;
}

}  // namespace drnn
