#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"
#include "tests/cli/small_workload.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

const std::string kThresholds = "--theta-x 0.125,0.25,0.5,1 --theta-h 0.0625,0.125,0.25,0.5 ";

Json tuned(const std::string& arguments, int exit_code = 0) {
  const ProgramResult result = run_drnn("tune " + arguments + " --stats -");
  INFO(arguments << result.error);
  REQUIRE(result.exit_code == exit_code);
  return Json::parse(result.out);
}

Json run(const std::string& workload, const Json& trial) {
  const ProgramResult result =
      run_drnn("run " + workload + " --theta-x " + trial["theta_x"].dump() + " --theta-h " +
               trial["theta_h"].dump() + " --stats -");
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

}  // namespace

TEST_CASE("the choice keeps to the budget and has the cycles that it says, by a run", "[cli]") {
  const double budget = GENERATE(0.01, 0.05, 0.2);
  const SmallWorkload workload(21);
  const std::string files = workload.write();
  const Json result = tuned(files + kThresholds + "--max-error " + std::to_string(budget));
  const Json& choice = result["tune"]["choice"];
  REQUIRE(choice.is_object());
  CHECK(result["tune"]["error"] == "h_error_vs_theta0_rms_activation_units");
  const Json checked = run(files, choice);
  CHECK(checked["cycles"]["total"] == choice["cycles"]);
  const double error = checked["fidelity"]["h_error_vs_theta0"]["rms_activation_units"];
  CHECK(error == choice["error"]);
  CHECK(error <= budget);
}

TEST_CASE("every trial of the last round is what a run gives", "[cli]") {
  const SmallWorkload workload(22);
  const std::string files = workload.write() + workload.labels("class", {"0", "1", "2", "0", "1"});
  const Json tune = tuned(files + "--theta-x 0.5 --theta-h 0.25 --max-error 1")["tune"];
  CHECK(tune["error"] == "class_error");
  REQUIRE(tune["trials"].size() == 4);
  for (const Json& trial : tune["trials"]) {
    const Json checked = run(files, trial);
    CHECK(checked["accuracy"]["class_error"] == trial["error"]);
    CHECK(checked["cycles"]["total"] == trial["cycles"]);
    CHECK(checked["sparsity"]["pooled"] == trial["sparsity"]);
    CHECK(checked["memory"]["weight_reads_bits"] == trial["weight_reads_bits"]);
  }
}

TEST_CASE("the budget may be about the error against the float network", "[cli]") {
  const SmallWorkload workload(23);
  const std::string files = workload.write();
  const Json tune = tuned(files + kThresholds + "--error h_vs_float --max-error 0.1")["tune"];
  CHECK(tune["error"] == "h_error_vs_float_rms_activation_units");
  CHECK(run(files, tune["choice"])["fidelity"]["h_error_vs_float"]["rms_activation_units"] ==
        tune["choice"]["error"]);
}

TEST_CASE("the same seed gives the same bytes, in either engine", "[cli]") {
  const SmallWorkload workload(24);
  const std::string arguments =
      "tune " + workload.write() + kThresholds + "--max-error 0.05 --seed 3";
  const ProgramResult first = run_drnn(arguments);
  CHECK(first.exit_code == 0);
  CHECK(run_drnn(arguments).out == first.out);
  CHECK(run_drnn(arguments + " --engine stepped").out == first.out);
  CHECK(run_drnn(arguments + " --stats -").out == run_drnn(arguments + " --stats -").out);
}

TEST_CASE("the frontier falls in error as cycles rise, and holds the choice", "[cli]") {
  const SmallWorkload workload(25);
  const Json tune = tuned(workload.write() + kThresholds + "--max-error 0.05")["tune"];
  const Json& frontier = tune["frontier"];
  REQUIRE(frontier.size() >= 2);
  bool holds_choice = false;
  for (std::size_t i = 0; i < frontier.size(); ++i) {
    holds_choice = holds_choice || frontier[i] == tune["choice"];
    if (i == 0) continue;
    CHECK(frontier[i]["cycles"].get<int>() > frontier[i - 1]["cycles"].get<int>());
    CHECK(frontier[i]["error"].get<double>() < frontier[i - 1]["error"].get<double>());
  }
  CHECK(holds_choice);
}

TEST_CASE("a budget that nothing keeps to ends with exit code 1, and says so", "[cli]") {
  const SmallWorkload workload(26);
  const std::string arguments =
      workload.write() + "--error h_vs_float --max-error 0 " + kThresholds;
  const Json tune = tuned(arguments, 1)["tune"];
  CHECK(tune["choice"].is_null());
  CHECK_FALSE(tune["frontier"].empty());
  CHECK_THAT(run_drnn("tune " + arguments).out, Contains("choice       none"));
}

TEST_CASE("tune prints rounds, frontier and choice, and quietly the choice alone", "[cli]") {
  const SmallWorkload workload(27);
  const std::string arguments = "tune " + workload.write() + kThresholds + "--max-error 0.05";
  const std::string text = run_drnn(arguments).out;
  CHECK_THAT(text, Contains("round 1      25 pairs of thresholds on 2 of 5 sequences") &&
                       Contains("theta_x  theta_h") && Contains("  <-\n") &&
                       Contains("drnn run --theta-x ") &&
                       Contains(" on the same network and inputs\n"));
  const std::string quiet = run_drnn(arguments + " --quiet").out;
  CHECK_THAT(quiet, Catch::StartsWith("choice "));
  CHECK(text.substr(text.size() - quiet.size()) == quiet);
}

TEST_CASE("tune works on a synthetic workload and on a part of each sequence", "[cli]") {
  CHECK(tuned("--synthetic layers=6x10,steps=40 --max-error 0.2 " + kThresholds)["tune"]["choice"]
            .is_object());
  const SmallWorkload workload(28);
  const Json cut = tuned(workload.write() + "--steps 5 --max-error 0.2 " + kThresholds);
  CHECK(cut["workload"]["inputs"]["steps"] == 5 * SmallWorkload::kSequences);
}

TEST_CASE("wrong usage of tune is refused", "[cli]") {
  check_refused("tune", "", "tune needs --max-error");
  check_refused("tune", "--max-error -1", "'-1' must be a number from 0");
  check_refused("tune", "--max-error nan", "'nan' must be a number from 0");
  check_refused("tune", "--max-error 0.1 --seed x", "--seed: 'x' must be an integer");
  check_refused("tune", "--max-error 0.1 --theta-x 0,,1", "empty item");
  check_refused("tune", "--max-error 0.1 --theta-x -1", "'-1' must be a number from 0");
  check_refused("tune", "--max-error 0.1 --theta-h 128",
                "delta.theta_h = 128: must be below 127.99609375");
  check_refused("tune", "--max-error 0.1 --error wer",
                "'wer' must be score or h_vs_theta0 or h_vs_float");
  check_refused("tune", "--max-error 0.1 --synthetic layers=4x4,steps=2 --error score",
                "--error score: needs --labels or --targets");
  check_refused("tune", "--max-error 0.1 --input /nowhere.npy", "/nowhere.npy");
  check_refused("tune", "--max-error 0.1 --stats /nowhere/s.json", "/nowhere/s.json");
  check_refused("tune", "--max-error 0.1 --thetas 1", "unknown option '--thetas'");
}
