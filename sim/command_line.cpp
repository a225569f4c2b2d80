#include "sim/command_line.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>

#include "model/config/declarations.hpp"
#include "model/config/errors.hpp"
#include "model/config/nearest_name.hpp"
#include "sim/bench/bench_command.hpp"
#include "sim/conform_command.hpp"
#include "sim/ddr_command.hpp"
#include "sim/estimate/estimate_command.hpp"
#include "sim/explain/explain_command.hpp"
#include "sim/params_command.hpp"
#include "sim/report/report_command.hpp"
#include "sim/run_command.hpp"
#include "sim/search/search_command.hpp"
#include "sim/sweep/sweep_command.hpp"
#include "sim/tune_command.hpp"
#include "sim/version.hpp"

namespace drnn {

namespace {

using Strings = std::vector<std::string>;

constexpr const char* kHelp =
    "drnn: cycle-accurate model of the DeltaRNN accelerator\n"
    "\n"
    "usage: drnn COMMAND [OPTIONS]\n"
    "\n"
    "  run       run a network on the accelerator; without options, the default workload\n"
    "  sweep     run a grid of parameter values in parallel, into an SQLite database\n"
    "  merge     join the databases of a sweep's shards\n"
    "  estimate  cycles, energy and resources in closed form, without simulating\n"
    "  search    the Pareto front of a grid: estimates all points, simulates few\n"
    "  explain   say where the cycles of a run went, and which parameter would help most\n"
    "  report    make a page with charts of a sweep's database\n"
    "  params    print every parameter with unit, allowed values and where its default comes from\n"
    "  tune      search the delta thresholds with the fewest cycles within an error budget\n"
    "  conform   compare the EdgeDRNN model with recorded words and cycles of the authors' RTL\n"
    "  bench     measure the simulator's own speed beside a plain loop\n"
    "  ddr       replay a memory trace on the DDR3 controller, or measure the HP ports' bandwidth\n"
    "\n"
    "  drnn COMMAND --help, drnn --version\n"
    "\n"
    "Exit codes: 0 done; 1 the simulation or a comparison failed; 2 bad usage or input; 130 "
    "interrupted.\n";

/// One line of the message at a time, so that each can be found by its prefix.
void print_error(const std::string& message) {
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) std::cerr << "drnn: error: " << line << "\n";
}

const std::map<std::string, std::function<int(const Strings&)>>& commands() {
  static const std::map<std::string, std::function<int(const Strings&)>> table{
      {"run", run_command},       {"sweep", sweep_command},     {"merge", merge_command},
      {"params", params_command}, {"conform", conform_command}, {"tune", tune_command},
      {"bench", bench_command},   {"ddr", ddr_command},         {"estimate", estimate_command},
      {"search", search_command}, {"explain", explain_command}, {"report", report_command}};
  return table;
}

bool is_answered_alone(const std::string& name) {
  return name == "--help" || name == "-h" || name == "--version";
}

int dispatch(const Strings& arguments) {
  if (arguments.empty())
    throw InputError(
        "no command; allowed: run, sweep, merge, estimate, search, explain, report, params, tune, "
        "conform, bench, ddr (see drnn --help)");
  const std::string& name = arguments.front();
  if (arguments.size() > 1 && is_answered_alone(name))
    throw InputError(name + " stands alone; '" + arguments[1] + "' is not expected");
  if (name == "--help" || name == "-h") {
    std::cout << kHelp;
    return kDone;
  }
  if (name == "--version") {
    std::cout << "drnn " << kVersion << "\n";
    return kDone;
  }
  const auto command = commands().find(name);
  if (command == commands().end()) {
    Strings known;
    for (const auto& entry : commands()) known.push_back(entry.first);
    throw InputError("unknown command '" + name + "'; the nearest known is '" +
                     nearest_name(name, known) + "'");
  }
  return command->second(Strings(arguments.begin() + 1, arguments.end()));
}

int guarded(const Strings& arguments) {
  try {
    return dispatch(arguments);
  } catch (const InputError& error) {
    print_error(error.what());
    return kBadInput;
  } catch (const Interrupted& error) {
    print_error(error.what());
    return kInterrupted;
  } catch (const std::exception& error) {
    print_error(error.what());
    return kSimulationFailed;
  }
}

}  // namespace

int run_command_line(const Strings& arguments) {
  const int code = guarded(arguments);
  std::cout.flush();
  if (code == kDone && !std::cout) {
    print_error("standard output could not be written");
    return kSimulationFailed;
  }
  return code;
}

}  // namespace drnn
