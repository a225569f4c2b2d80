#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"
#include "tests/trace/vcd_reader.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

const std::string kQuietRun = "run --synthetic layers=12x20x9,steps=30 --quiet ";
const std::string kQuietEdgeRun =
    "run --preset edgedrnn-minized --synthetic layers=12x16x16,steps=6 --quiet ";

/// Runs `arguments --vcd FOLDER/a.vcd` and returns the waveform.
std::string waveform(const std::string& arguments) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "a.vcd").string();
  const ProgramResult result = run_drnn(arguments + " --vcd " + file);
  INFO(result.error);
  REQUIRE(result.exit_code == 0);
  CHECK(result.out == "");
  return read_file(file);
}

/// The options ask for what is refused, and nothing is written.
void check_trace_refused(const std::string& options, const std::string& message) {
  const TemporaryFolder folder;
  const std::string arguments =
      kQuietRun + "--vcd " + (folder.path() / "a.vcd").string() + " " + options;
  INFO(arguments);
  const ProgramResult result = run_drnn(arguments);
  CHECK(result.exit_code == 2);
  CHECK_THAT(result.error, Catch::StartsWith("drnn: error: ") && Contains(message));
  CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 1);
  CHECK(std::filesystem::is_empty(folder.path()));
}

}  // namespace

TEST_CASE("a waveform comes with a save file and the names of the states", "[cli]") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "a.vcd").string();
  REQUIRE(run_drnn(kQuietRun + "--vcd " + file).exit_code == 0);
  std::vector<std::string> names = folder.names();
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"a.gtkw", "a.states.txt", "a.vcd"});
  const VcdFile vcd(read_file(file));
  CHECK(vcd.variables().count("drnn.accelerator.delta_fifo.level") == 1);
  CHECK(vcd.variables().count("drnn.accelerator.mac_channel_r.sum_000") == 0);
  const std::string save = read_file(folder.path() / "a.gtkw");
  CHECK_THAT(save, Contains("[dumpfile] \"a.vcd\"") && Contains("^1 a.states.txt"));
  for (const auto& entry : vcd.variables()) CHECK_THAT(save, Contains("\n" + entry.first));
  CHECK_THAT(read_file(folder.path() / "a.states.txt"), Contains(" fifo_full\n"));
}

TEST_CASE("a waveform shows the same in either engine, of either kind", "[cli]") {
  for (const std::string& run : {kQuietRun, kQuietEdgeRun}) {
    const std::string fast = waveform(run);
    CHECK(VcdFile(fast).of("drnn.step").size() > 5);
    CHECK(fast == waveform(run + "--engine stepped"));
    const std::string scope = run + "--vcd-scope 'cause,*_fifo' --vcd-from 100 ";
    CHECK(waveform(scope) == waveform(scope + "--engine stepped"));
  }
}

TEST_CASE("a timeline is the same in either engine, of either kind, and windowed alike", "[cli]") {
  const TemporaryFolder folder;
  const auto timeline = [&](const std::string& arguments) {
    const std::string file = (folder.path() / "a.json").string();
    CHECK(run_drnn(arguments + "--timeline " + file).exit_code == 0);
    return read_file(file);
  };
  for (const std::string& run : {kQuietRun, kQuietEdgeRun}) {
    const std::string fast = timeline(run);
    CHECK(fast == timeline(run + "--engine stepped "));
    CHECK(nlohmann::json::parse(fast).at("traceEvents").size() > 500);
    const std::string step = run + "--vcd-step 2 ";
    CHECK(timeline(step) == timeline(step + "--engine stepped "));
    CHECK(timeline(step).size() < fast.size() / 3);
  }
  CHECK(folder.names() == std::vector<std::string>{"a.json"});
}

TEST_CASE("recording changes nothing else", "[cli]") {
  const auto statistics = [](const std::string& options) {
    const ProgramResult result = run_drnn(kQuietRun + "--stats - " + options);
    CHECK(result.exit_code == 0);
    return result.out.substr(0, result.out.find("\"host\""));
  };
  const std::string without = statistics("");
  CHECK_THAT(without, Contains("vs_dense"));
  CHECK(statistics("--vcd /dev/null --timeline /dev/null --vcd-scope '*'") == without);
  CHECK(statistics("--vcd /dev/null --vcd-from 1200 --vcd-to 1300") == without);
}

TEST_CASE("the window of a waveform is what the options say", "[cli]") {
  const VcdFile window(waveform(kQuietRun + "--vcd-from 1200 --vcd-to 1299 --vcd-scope cause"));
  CHECK(window.begin() == 1200 * 8000);
  CHECK(window.end() == 1300 * 8000);
  for (const auto& entry : window.variables()) CHECK_THAT(entry.first, Catch::EndsWith(".cause"));
  const VcdFile step(waveform(kQuietRun + "--vcd-step 29"));
  CHECK(step.of("drnn.step").begin()->second == 29);
  const VcdFile trigger(waveform(kQuietRun + "--vcd-trigger mxv_unit.issue"));
  CHECK(trigger.of("drnn.accelerator.mxv_unit.issue").begin()->second == 1);
}

TEST_CASE("a window that never opens leaves an empty waveform and says so", "[cli]") {
  const std::string late = kQuietRun + "--vcd /dev/null --vcd-from 99999999 ";
  const ProgramResult result = run_drnn(late);
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.error, Contains("note: the run ended before --vcd-from"));
  CHECK_THAT(run_drnn(late + "--vcd-trigger fifo_full").error, Contains("did not occur"));
  CHECK(VcdFile(waveform(kQuietRun + "--vcd-from 99999999")).variables().size() > 20);
}

TEST_CASE("recordings that cannot be made are refused before anything is written", "[cli]") {
  check_trace_refused("--vcd-from 5 --vcd-to 4", "--vcd-from: 5 is behind --vcd-to, 4");
  check_trace_refused("--vcd-from -1", "--vcd-from: '-1' must be an integer from 0 on");
  check_trace_refused("--vcd-to 1e3", "--vcd-to: '1e3' must be");
  check_trace_refused("--vcd-step 30", "--vcd-step: 30 is no step of the input; allowed: 0 to 29");
  check_trace_refused("--vcd-step 3 --vcd-to 9", "--vcd-step and --vcd-to exclude each other");
  check_trace_refused("--vcd-scope delta_fif",
                      "'delta_fif' matches no signal; the scopes are drnn, ");
  check_trace_refused("--vcd-scope 'cause,x*'", "'x*' matches no signal");
  check_trace_refused("--vcd-trigger fifo_fll",
                      "unknown event 'fifo_fll'; known are accumulators.busy");
  check_trace_refused("--vcd-writer gtkwave", "'gtkwave' must be own or systemc");
  check_trace_refused("--theta 0,0.1", "--vcd and --theta exclude each other");
}

TEST_CASE("options of a recording need one", "[cli]") {
  for (const char* option : {"from 1", "to 1", "step 1", "trigger fifo_full"}) {
    const ProgramResult result = run_drnn(kQuietRun + "--vcd-" + option);
    CHECK(result.exit_code == 2);
    CHECK_THAT(result.error, Contains("needs --vcd or --timeline"));
  }
  for (const char* option : {"scope x", "writer own"}) {
    const ProgramResult result = run_drnn(kQuietRun + "--timeline /dev/null --vcd-" + option);
    CHECK(result.exit_code == 2);
    CHECK_THAT(result.error, Contains("needs --vcd"));
  }
}

TEST_CASE("a waveform and what lies beside it overwrite nothing that is named", "[cli]") {
  const TemporaryFolder folder;
  const std::string base = (folder.path() / "a").string();
  for (const char* other : {".vcd", ".gtkw", ".states.txt"}) {
    const ProgramResult result =
        run_drnn(kQuietRun + "--stats " + base + other + " --vcd " + base + ".vcd");
    CHECK(result.exit_code == 2);
    CHECK_THAT(result.error, Contains("also named by --stats"));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("an interrupted or failed recording leaves no file", "[cli]") {
  const TemporaryFolder folder;
  const std::string files = " --timeline " + (folder.path() / "a.json").string() + " --vcd " +
                            (folder.path() / "a.vcd").string();
  const std::string writer = GENERATE("own", "systemc");
  const ProgramResult result =
      run_command("timeout -s INT 1 '" + std::string(DRNN_PROGRAM) +
                  "' run --synthetic layers=40x256,steps=400000 --vcd-from 60000 --vcd-writer " +
                  writer + files);
  CHECK(result.exit_code == 124);
  CHECK(result.error == "drnn: error: interrupted\n");
  CHECK(std::filesystem::is_empty(folder.path()));
  const ProgramResult full = run_drnn(kQuietRun + "--vcd /dev/full");
  CHECK(full.exit_code == 2);
  CHECK_THAT(full.error, Contains("/dev/full"));
}

TEST_CASE("SystemC's writer is a cross-check with the same changes", "[cli]") {
  const std::string run = kQuietRun + "--vcd-from 1000 --vcd-to 1799 ";
  const VcdFile own(waveform(run));
  CHECK(own.of("drnn.step").size() > 5);
  const VcdFile systemc(waveform(run + "--vcd-writer systemc"), "SystemC");
  CHECK(differences(systemc.slice(own.begin(), own.end()), own.variables()) == "");
}
