// The second workload: a network of two layers, held against targets.
#include <catch2/catch.hpp>
#include <cstdio>
#include <sstream>
#include <vector>

#include "tests/cli/program_output.hpp"

using namespace drnn::test;

namespace {

/// Network, inputs and targets.
std::string files() {
  const std::string folder = DRNN_CRANE;
  return " --network '" + folder + "/crane.onnx' --input '" + folder + "/features' --targets '" +
         folder + "/targets' ";
}

ProgramResult run(const std::string& command, const std::string& arguments) {
  const ProgramResult result = run_drnn(command + files() + arguments);
  INFO(arguments << "\n" << result.error);
  REQUIRE(result.exit_code == 0);
  return result;
}

Json crane_statistics(const std::string& arguments) {
  return Json::parse(run("run", arguments + " --stats -").out);
}

/// As tables and summaries print it.
std::string error_text(const Json& mse) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", mse.get<double>());
  return text;
}

/// Threshold and error of each row of the table that several thresholds print.
std::vector<std::string> table_rows(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line) && line.find("theta    error") == std::string::npos) {
  }
  std::vector<std::string> rows;
  std::string theta, error;
  while (lines >> theta >> error && std::getline(lines, line)) rows.push_back(theta + " " + error);
  return rows;
}

/// Elements of dx and dh of both layers in a step.
constexpr int kElements = 9 + 64 + 64 + 64;
constexpr int kSequences = 16;
constexpr int kSteps = 600;
constexpr int kOutputs = 3;

}  // namespace

TEST_CASE("the crane workload is two layers of 64 on 9 inputs, 16 sequences of 30 s", "[cli]") {
  const Json json = crane_statistics("--theta 0.125");
  CHECK(json["workload"]["network"]["layers"] == Json::array({9, 64, 64}));
  CHECK(json["workload"]["inputs"]["sequences"] == kSequences);
  CHECK(json["steps"] == kSequences * kSteps);
  CHECK(json["columns"]["dense"] == kSequences * kSteps * kElements);
  CHECK(json["accuracy"]["metric"] == "mse");
  CHECK(json["accuracy"]["values"] == kSequences * kSteps * kOutputs);
}

TEST_CASE("the crane workload leaves nine tenths unsent at theta 0.125", "[cli]") {
  const std::string profile = GENERATE("drnn", "q88", "edgedrnn");
  INFO("numeric.profile " << profile);
  const Json json = crane_statistics("--theta 0.125 --set numeric.profile=" + profile);
  const double pooled = json["sparsity"]["pooled"].get<double>();
  CHECK(pooled >= 0.90);
  const double sent = json["columns"]["issued"].get<double>();
  CHECK(pooled == Approx(1 - sent / (1.0 * kSequences * kSteps * kElements)));
}

TEST_CASE("the crane workload is far from sparse at theta 0, because its sensors are noisy",
          "[cli]") {
  CHECK(crane_statistics("--theta 0")["sparsity"]["pooled"].get<double>() <= 0.5);
}

TEST_CASE("the crane workload's table has a row of error and cycles for each threshold", "[cli]") {
  const std::string arguments =
      GENERATE("--preset drnn-zynq7100 --theta 0,0.125,0.25 --steps 100",
               "--preset edgedrnn-minized --theta 0,0.125,0.25 --steps 20");
  INFO(arguments);
  std::vector<std::string> expected{"0 ", "0.125 ", "0.25 "};
  const Json runs = crane_statistics(arguments)["runs"];
  REQUIRE(runs.size() == expected.size());
  for (std::size_t i = 0; i < runs.size(); ++i)
    expected[i] += error_text(runs[i]["accuracy"]["mse"]);
  CHECK(table_rows(run("run", arguments).out) == expected);
}

TEST_CASE("the crane's estimates stay far better than none, and lose to coarser thresholds",
          "[cli]") {
  const Json runs = crane_statistics("--theta 0,0.125,0.25")["runs"];
  REQUIRE(runs.size() == 3);
  // Targets are scaled to a mean square of about 1, which an estimate of zero has as its error.
  double before = 0;
  for (const Json& run : runs) {
    const double mse = run["accuracy"]["mse"];
    CHECK(mse > before);
    CHECK(mse < 0.1);
    CHECK(run["accuracy"]["of_float_network"] == runs[0]["accuracy"]["of_float_network"]);
    before = mse;
  }
}

TEST_CASE("tuning on the crane keeps to a budget of squared error and repeats", "[cli]") {
  const double budget =
      1.05 * crane_statistics("--theta 0 --steps 50")["accuracy"]["mse"].get<double>();
  const std::string arguments =
      "--steps 50 --theta-x 0.0625,0.125 --theta-h 0.0625,0.125 "
      "--stats - --max-error " +
      std::to_string(budget);
  const std::string first = run("tune", arguments).out;
  CHECK(run("tune", arguments).out == first);
  const Json tune = Json::parse(first)["tune"];
  CHECK(tune["error"] == "mse");
  const Json& choice = tune["choice"];
  REQUIRE(choice.is_object());
  CHECK(choice["error"].get<double>() <= budget);
  const Json checked = crane_statistics("--steps 50 --theta-x " + choice["theta_x"].dump() +
                                        " --theta-h " + choice["theta_h"].dump());
  CHECK(checked["accuracy"]["mse"] == choice["error"]);
  CHECK(checked["cycles"]["total"] == choice["cycles"]);
}
