#include <catch2/catch.hpp>

#include "sim/conformance_check.hpp"
#include "tests/edgedrnn/recording.hpp"
#include "tests/formats/expect_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

/// A folder with one recorded small case.
struct Recorded {
  Recorded() { write_recording(folder, "a", small_case()); }
  std::filesystem::path file(const std::string& suffix) const { return folder.path() / suffix; }
  ConformanceCase read() const { return read_conformance_case(file("a_config.csv")); }
  TemporaryFolder folder;
};

ConformanceResult check(const Recorded& recorded) {
  return check_conformance(recorded.read(), Engine::fast);
}

struct Fault {
  const char* file;
  const char* from;
  const char* to;
  const char* message;
};

}  // namespace

TEST_CASE("a case is read as it was written", "[edgedrnn]") {
  const Recorded recorded;
  const EdgeCase c = small_case();
  const ConformanceCase read = recorded.read();
  CHECK(read.name == "a");
  CHECK(read.num_pe == c.num_pe);
  CHECK(read.sizes == c.sizes);
  CHECK(read.theta_x == 2);
  CHECK(read.theta_h == 3);
  CHECK(read.steps == 3);
  CHECK(read.inputs == c.workload.inputs);
  CHECK(read.weights == c.workload.weights);
  CHECK(read.recorded_steps.size() == 3);
}

TEST_CASE("what the model did equals its own recording, wherever its cycles begin", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 12));
  test::RandomSource random(seed);
  const EdgeCase c = random_edge_case(random);
  INFO("seed " << seed << ": " << c.describe());
  TemporaryFolder folder;
  write_recording(folder, "a", c, seed * 100);
  const ConformanceResult result =
      check_conformance(read_conformance_case(folder.path() / "a_config.csv"), Engine::fast);
  CHECK(result.equal());
  CHECK(result.step_handshakes == 4 * c.workload.steps);
}

TEST_CASE("every kind of difference is found and counted", "[edgedrnn]") {
  Recorded recorded;
  ConformanceCase c = recorded.read();
  c.outputs[5] = static_cast<std::int16_t>(c.outputs[5] + 1);
  c.recorded_steps[1].last_output += 7;
  c.recorded_steps[2].first_input -= 9;
  c.recorded_steps[0].columns += 1;
  c.recorded_steps[0].beats += 1;
  c.recorded_steps[1].beats += 1;
  c.recorded_fetches[3].address += 1;
  c.recorded_fetches[4].cycle += 1;
  c.recorded_fetches[5].cycle += 1;
  const ConformanceResult result = check_conformance(c, Engine::fast);
  CHECK(result.words_differing == 1);
  CHECK(result.largest_cycles == 9);
  CHECK(result.columns_differing == 1);
  CHECK(result.beats_differing == 2);
  CHECK(result.fetch_addresses_differing == 1);
  CHECK(result.fetch_cycles_differing == 2);
  CHECK_FALSE(result.equal());
  CHECK_THAT(to_line("a", result), Contains("words 24 1 differ") &&
                                       Contains("largest difference 9 cycles") &&
                                       Contains("columns 1 differ"));
}

TEST_CASE("a command that is missing or too many differs", "[edgedrnn]") {
  Recorded recorded;
  ConformanceCase c = recorded.read();
  REQUIRE(c.recorded_fetches.size() < kRecordedFetches);
  c.recorded_fetches.pop_back();
  CHECK(check_conformance(c, Engine::fast).fetch_cycles_differing == 1);
  c = recorded.read();
  c.recorded_fetches.push_back(c.recorded_fetches.back());
  CHECK(check_conformance(c, Engine::fast).fetch_cycles_differing == 1);
}

TEST_CASE("stimulus and parameters may have names of their own, and the stimulus be longer",
          "[edgedrnn]") {
  Recorded recorded;
  namespace fs = std::filesystem;
  fs::rename(recorded.file("a_stim.hex"), recorded.file("shared.hex"));
  fs::rename(recorded.file("a_params.hex"), recorded.file("weights.hex"));
  replace_in(recorded.file("a_config.csv"), "steps,3\n",
             "steps,3\r\nparams,weights.hex\r\n\nstim,\"shared.hex\"\n");
  std::ofstream(recorded.file("shared.hex"), std::ios::app) << "0001000200030004\n";
  CHECK(check(recorded).equal());
}

TEST_CASE("inputs that are no multiple of K are padded", "[edgedrnn]") {
  Recorded recorded;
  replace_in(recorded.file("a_config.csv"), "\"4 8 8\"", "\"3 8 8\"");
  CHECK(recorded.read().sizes == std::vector<int>{4, 8, 8});
}

TEST_CASE("a malformed file is named with line and what is allowed", "[edgedrnn]") {
  const Fault fault = GENERATE(
      Fault{"a_config.csv", "key,value", "key;value", "a_config.csv:1: header 'key;value'"},
      Fault{"a_config.csv", "num_pe,4", "num_pe,3", "a_config.csv:2: num_pe: 3 PEs; allowed: a"},
      Fault{"a_config.csv", "num_pe,4", "num_pe,four", ":2: num_pe: 'four'; allowed: whole"},
      Fault{"a_config.csv", "num_pe,4", "num_pe", ":2: num_pe has no value"},
      Fault{"a_config.csv", "num_pe,4\n", "", "a_config.csv: no row 'num_pe'"},
      Fault{"a_config.csv", "num_pe,4", "pe,4", ":2: key 'pe'; allowed: num_pe, layer_sizes"},
      Fault{"a_config.csv", "steps,3", "steps,3\nsteps,3", ":7: steps is also in line 6"},
      Fault{"a_config.csv", "steps,3", "steps,0", ":6: steps: '0'; allowed: whole numbers from 1"},
      Fault{"a_config.csv", "thx_q8_8,2", "thx_q8_8,-1", ":4: thx_q8_8: '-1'; allowed"},
      Fault{"a_config.csv", "4 8 8", "4 8 12", ":3: layer_sizes: layers of 8 and 12 units"},
      Fault{"a_config.csv", "4 8 8", "4 4 4", ":3: layer_sizes: 4 units; allowed"},
      Fault{"a_config.csv", "4 8 8", "", ":3: layer_sizes:"},
      Fault{"a_config.csv", "steps,3", "steps,3\nstim,../a", ":7: stim: '../a'; allowed"},
      Fault{"a_config.csv", "steps,3", "steps,3\nstim,b.hex", "b.hex: no such file"},
      Fault{"a_config.csv", "steps,3", "steps,4", "a_stim.hex: 3 beats; allowed: 4 or more"},
      Fault{"a_config.csv", "4 8 8", "4 8", "a_params.hex: "},
      Fault{"a_out.hex", "\n", "\n\n0\n", "a_out.hex:3: '0' has 1 digits; allowed: 16"},
      Fault{"a_out.hex", "0", "x", "; allowed: hexadecimal digits"},
      Fault{"a_steps.csv", "step,", "steps,", "a_steps.csv:1: header"},
      Fault{"a_steps.csv", "\n1,", "\n2,", "a_steps.csv:3: step 2; allowed: 1"},
      Fault{"a_steps.csv", "\n1,", "\n1,1,", "a_steps.csv:3: 8 values; allowed: 7"},
      Fault{"a_steps.csv", "\n1,", "\n1.5,", "a_steps.csv:3: '1.5'; allowed: whole numbers"},
      Fault{"a_fetches.csv", "cycle,byte_address", "cycle", "a_fetches.csv:1: header 'cycle'"});
  const Recorded recorded;
  CAPTURE(fault.from, fault.to);
  replace_in(recorded.file(fault.file), fault.from, fault.to);
  CHECK_THAT(error_of([&] { recorded.read(); }), Contains(fault.message));
}

TEST_CASE("a missing file is named", "[edgedrnn]") {
  const std::string name =
      GENERATE("a_stim.hex", "a_params.hex", "a_out.hex", "a_steps.csv", "a_fetches.csv");
  const Recorded recorded;
  std::filesystem::remove(recorded.file(name));
  CHECK_THAT(error_of([&] { recorded.read(); }), Contains(name + ": no such file"));
}

TEST_CASE("cases are found by their configuration, in order of their names", "[edgedrnn]") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of([&] { conformance_configs(folder.path()); }), Contains("no case"));
  CHECK_THAT(error_of([&] { conformance_configs(folder.path() / "none"); }), Contains("none"));
  folder.write("b_config.csv", "");
  folder.write("a_config.csv", "");
  folder.write("config.csv", "");
  folder.write("a_out.hex", "");
  const auto configs = conformance_configs(folder.path());
  REQUIRE(configs.size() == 2);
  CHECK(configs[0].filename() == "a_config.csv");
  CHECK(configs[1].filename() == "b_config.csv");
}
