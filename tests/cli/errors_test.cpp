#include <catch2/catch.hpp>
#include <iostream>

#include "tests/cli/program_output.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

struct Refused {
  const char* arguments;
  const char* message;  ///< part of the one line on standard error
};

const std::string kManyOutputs =
    "'" DRNN_PROGRAM "' run --quiet --synthetic layers=1x64,steps=60000";

}  // namespace

TEST_CASE("wrong usage ends with exit code 2 and one line", "[cli]") {
  const Refused refused = GENERATE(
      Refused{"", "no command"}, Refused{"rn", "unknown command 'rn'; the nearest known is 'run'"},
      Refused{"run --inpt x", "unknown option '--inpt'; the nearest known is '--input'"},
      Refused{"run --inp x", "unknown option '--inp'"},
      Refused{"run x", "argument 'x' belongs to no option"}, Refused{"params x", "argument 'x'"},
      Refused{"--version x", "'x' is not expected"}, Refused{"--help x", "'x' is not expected"},
      Refused{"run --steps", "--steps"}, Refused{"run --steps 0", "'0' must be an integer from 1"},
      Refused{"run --steps -1", "'-1' must be an integer from 1"},
      Refused{"run --steps 1.5", "'1.5' must be"}, Refused{"run --quiet --quiet", "quiet"},
      Refused{"run --stats a --stats b", "stats"},
      Refused{"run --engine quick", "'quick' must be fast or stepped"},
      Refused{"run --reference theta1", "'theta1' must be theta0"},
      Refused{"run --theta 0.1 --theta-x 0.2", "exclude each other"},
      Refused{"run --theta 0.1 --theta-h 0.2", "exclude each other"},
      Refused{"run --theta 0,0.1 --output a.npy", "exclude each other"},
      Refused{"run --theta 0,,0.1", "empty item"}, Refused{"run --theta ''", "empty item"},
      Refused{"run --theta -1", "theta = '-1': allowed is 0 to below"},
      Refused{"run --theta nan", "theta = 'nan'"},
      Refused{"run --theta 128", "must be below 127.99609375"},
      Refused{"run --synthetic layers=4x4,steps=1 --input a", "exclude each other"},
      Refused{"run --synthetic layers=4x4,steps=1 --steps 3", "exclude each other"},
      Refused{"run --synthetic layers=4", "layers"}, Refused{"run --synthetic steps=4", "layers"},
      Refused{"run --labels a.csv", "--labels needs --input"},
      Refused{"run --network a.onnx", "--network needs --input"},
      Refused{"run --preset drnn", "unknown preset 'drnn'; allowed: drnn-zynq7100"},
      Refused{"run --set lanes", "must be key=value"},
      Refused{"run --set delta.lanes=0", "--set: delta.lanes = '0': allowed is 1 to 1024"},
      Refused{"run --set delta.lane=1", "the nearest known is 'delta.lanes'"},
      Refused{"params --ini --markdown", "exclude each other"},
      Refused{"params --theta 1", "unknown option '--theta'"});
  check_refused(refused.arguments, refused.message);
}

TEST_CASE("an input that cannot be read is named, and nothing is written", "[cli]") {
  const TemporaryFolder folder;
  const std::string out = " --stats " + (folder.path() / "s.json").string() + " --output " +
                          (folder.path() / "o.npy").string();
  check_refused("run --config /nowhere.ini" + out, "/nowhere.ini");
  check_refused("run --network /nowhere.onnx --input /nowhere.npy" + out, "/nowhere.onnx");
  check_refused("run --input /nowhere.npy" + out, "/nowhere.npy");
  CHECK(std::filesystem::is_empty(folder.path()));
  const std::string broken = folder.write("broken.npy", "\x93NUMPY\x01").string();
  check_refused("run --input " + broken + out, broken);
  const std::string text = folder.write("broken.onnx", "no protobuf").string();
  check_refused("run --network " + text + " --input " + broken + out, text);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "s.json"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "o.npy"));
}

TEST_CASE("results never overwrite each other or what was read", "[cli]") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "a").string();
  check_refused("run --steps 1 --stats " + file + " --output " + file, "also named by --stats");
  const std::string ini = folder.write("a.ini", "[delta]\nlanes = 4\n").string();
  check_refused("run --steps 1 --config " + ini + " --stats " + ini, "also named by --config");
  check_refused("run --steps 1 --output -", "'-' is no file");
  CHECK(read_file(ini) == "[delta]\nlanes = 4\n");
}

TEST_CASE("biases that the accumulators cannot hold are refused", "[cli]") {
  check_refused("run --steps 1 --set numeric.accumulator_bits=22", "cannot hold 1.0");
}

TEST_CASE("a place that cannot be written is found before the simulation", "[cli]") {
  check_refused("run --stats /nowhere/s.json", "/nowhere/s.json");
  check_refused("run --output /nowhere/o.npy", "/nowhere/o.npy");
}

TEST_CASE("weights that do not fit the format are named with one that holds them", "[cli]") {
  check_refused("run --steps 1 --set numeric.weight_frac_bits=15 --set numeric.weight_bits=12",
                "must be below numeric.weight_bits = 12");
}

TEST_CASE("all faults of a configuration are reported, a line each", "[cli]") {
  const ProgramResult result = run_drnn("run --set delta.lanes=0 --set nothing=1");
  CHECK(result.exit_code == 2);
  CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 2);
}

TEST_CASE("a threshold list is not checked less than one threshold", "[cli]") {
  check_refused("run --theta 0.1,128", "must be below 127.99609375");
}

TEST_CASE("a full disk is no success", "[cli]") {
  const ProgramResult result = run_drnn("params > /dev/full");
  CHECK(result.exit_code == 1);
  CHECK(result.error == "drnn: error: standard output could not be written\n");
}

TEST_CASE("a folder that takes no temporary file is told by name", "[cli]") {
  check_told(run_command("TMPDIR=/absent " + kManyOutputs), 1,
             "TMPDIR = /absent: no temporary file can be created: No such file");
}

TEST_CASE("a disk that is full while SystemC runs is told in one line", "[cli]") {
#ifdef __SANITIZE_ADDRESS__
  // See tlm/stack_bounds.hpp.
  std::cout << "SKIPPED: the address sanitizer takes what SystemC's kernel rethrows for an error\n";
#else
  // The DRAM's contents are the longest by far.
  check_told(run_command("trap '' XFSZ; ulimit -f 4000; " + kManyOutputs), 1,
             "cannot write a temporary file: File too large; TMPDIR may name another folder");
#endif
}

TEST_CASE("help and version work everywhere", "[cli]") {
  for (const char* arguments : {"--help", "run --help", "params --help", "conform --help",
                                "tune --help", "ddr --help", "--version"}) {
    INFO(arguments);
    const ProgramResult result = run_drnn(arguments);
    CHECK(result.exit_code == 0);
    CHECK(result.error == "");
    CHECK_FALSE(result.out.empty());
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
  }
}

TEST_CASE("params prints text, markdown and ini", "[cli]") {
  CHECK_THAT(run_drnn("params").out, Contains("delta.lanes = 16"));
  CHECK_THAT(run_drnn("params --markdown").out, Contains("| `delta.lanes` | 16 |"));
  CHECK_THAT(run_drnn("params --ini --set delta.lanes=3").out, Contains("\nlanes = 3\n"));
}
