#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"

using namespace drnn::test;

namespace {

std::string synthetic(const char* layers, const char* density) {
  return std::string("--synthetic layers=") + layers + ",steps=40,density_x=" + density +
         ",density_h=" + density + " ";
}

/// Designs with something to gain, each for a reason of its own.
std::vector<std::string> test_set() {
  const std::string edge = "--preset edgedrnn-minized ";
  return {"--steps 20 ",
          "--steps 20 --theta 0 ",
          synthetic("24x48", "0.05"),
          synthetic("24x48", "0.9") + "--set mac.pe_per_channel=20 ",
          synthetic("24x48", "0.3") +
              "--set mac.pe_per_channel=24 --set mac.accumulator_latency_cycles=8 ",
          synthetic("24x48", "0.2") + "--set delta.lanes=1 ",
          synthetic("24x48", "0.5") + "--set sequencer.overlap=none --set activation.lanes=2 ",
          synthetic("24x48", "0.3") + "--set host.mode=step --set host.driver_call_cycles=500 ",
          synthetic("24x48", "0.3") + "--set delta.fifo_depth=1 --set activation.lanes=2 ",
          synthetic("24x48x48", "0.3") + "--set sequencer.overlap=scan_x ",
          edge + "--steps 2 ",
          edge + synthetic("24x48", "0.5"),
          edge + synthetic("24x48", "0.1") + "--set data_mover.packet_gap_cycles=20 ",
          edge + synthetic("24x48", "0.1") + "--set hp.request_cycles=60 ",
          edge + synthetic("24x48", "0.5") + "--set mac.num_pe=16 --set dma.port_bits=32 "};
}

Json explain(const std::string& options) {
  const ProgramResult result = run_drnn("explain --json - " + options);
  INFO(options << "\n" << result.error);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

std::int64_t cycles_of(const Json& explained, const Json& causes) {
  std::int64_t cycles = 0;
  for (const Json& entry : explained["account"])
    if (std::count(causes.begin(), causes.end(), entry["cause"]) > 0)
      cycles += entry["cycles"].get<std::int64_t>();
  return cycles;
}

/// Parameters that work on no other cause than the ones they are named for.
bool works_on_one_cause(const std::string& parameter) {
  return parameter.rfind("mac.", 0) == 0 || parameter == "delta.fifo_depth" ||
         parameter == "data_mover.packet_gap_cycles";
}

std::string with_commas(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// The columns of the README's table behind the design's name.
std::string readme_row(std::int64_t cycles, const std::string& advice,
                       const std::vector<std::int64_t>& gains) {
  std::string row = " | " + with_commas(cycles) + " | `" + advice + "` |";
  for (const std::int64_t gain : gains) row += " " + with_commas(gain) + " |";
  return row + "\n";
}

}  // namespace

TEST_CASE("the parameter that helps most removes cycles of its causes, and helps", "[explain]") {
  const std::string readme = read_file(DRNN_README);
  for (const std::string& options : test_set()) {
    INFO(options);
    const Json before = explain(options);
    const Json& remedy = before["remedies"].at(0);
    const std::string parameter = remedy["parameter"];
    const Json after =
        explain(options + "--set " + parameter + "=" + remedy["remedy_value"].dump());
    const auto total = before["cycles"].get<std::int64_t>();
    const auto most = remedy["cycles_of_causes"].get<std::int64_t>();
    const auto predicted = remedy["cycles_saved_predicted"].get<std::int64_t>();
    const std::int64_t simulated = total - after["cycles"].get<std::int64_t>();
    CHECK_THAT(readme,
               Catch::Contains(readme_row(total, parameter + " = " + remedy["remedy_value"].dump(),
                                          {most, predicted, simulated})));
    CHECK(most == cycles_of(before, remedy["causes"]));
    CHECK(predicted <= most);
    CHECK(cycles_of(after, remedy["causes"]) < most);
    CHECK(simulated > 0);
    if (works_on_one_cause(parameter)) CHECK(simulated <= most);
  }
}
