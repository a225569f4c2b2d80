#include "sim/conform_command.hpp"

#include <iostream>

#include "sim/command_line.hpp"
#include "sim/conformance_check.hpp"
#include "sim/run_options.hpp"

namespace drnn {

namespace {

/// All cases, before the first is simulated: a fault in the last file costs no time.
std::vector<ConformanceCase> read_cases(const std::string& folder) {
  std::vector<ConformanceCase> cases;
  for (const auto& config : conformance_configs(folder))
    cases.push_back(read_conformance_case(config));
  return cases;
}

}  // namespace

int conform_command(const std::vector<std::string>& arguments) {
  const auto options = parse_conform(arguments);
  if (!options) return kDone;
  std::size_t words = 0, handshakes = 0, differing = 0;
  const std::vector<ConformanceCase> cases = read_cases(options->data);
  for (const ConformanceCase& recorded : cases) {
    const ConformanceResult result = check_conformance(recorded, options->engine);
    std::cout << to_line(recorded.name, result) << std::endl;
    words += result.words;
    handshakes += result.handshakes();
    differing += result.equal() ? 0 : 1;
  }
  std::cout << cases.size() << " cases, " << words << " words, " << handshakes
            << " handshakes compared: "
            << (differing == 0 ? "no difference"
                               : std::to_string(differing) + " of " + std::to_string(cases.size()) +
                                     " cases differ")
            << "\n";
  return differing == 0 ? kDone : kSimulationFailed;
}

}  // namespace drnn
