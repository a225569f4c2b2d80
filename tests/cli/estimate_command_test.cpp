#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

constexpr const char* kEstimated = "--synthetic layers=8x24,steps=20,density_x=0.3,density_h=0.2";

}  // namespace

TEST_CASE("an estimate says that it is one, in text and statistics", "[cli]") {
  const ProgramResult text = run_drnn(std::string("estimate ") + kEstimated);
  CHECK(text.exit_code == 0);
  CHECK_THAT(text.out, Catch::StartsWith("ESTIMATE") && Contains("from the densities alone"));
  const Json json = statistics(std::string("estimate ") + kEstimated);
  CHECK(json["estimate"]["deltas"] == "drawn");
  CHECK(json["estimate"]["check"].is_null());
  for (const char* unknown : {"stalls", "host", "fidelity"}) CHECK_FALSE(json.contains(unknown));
  CHECK(json["accuracy"].is_null());
}

TEST_CASE("from a network an estimate has a run's error, counts and, nearly, cycles", "[cli]") {
  const std::string workload = " --theta 0.25 --steps 30";
  const Json run = statistics("run" + workload);
  const Json estimate = statistics("estimate --check" + workload);
  CHECK(estimate["estimate"]["deltas"] == "recorded");
  for (const char* same : {"steps", "sparsity", "columns", "memory", "resources", "config"})
    CHECK(estimate[same] == run[same]);
  const Json& check = estimate["estimate"]["check"]["cycles.total"];
  CHECK(check["estimate"] == estimate["cycles"]["total"]);
  CHECK(check["simulated"] == run["cycles"]["total"]);
  CHECK(std::fabs(check["error_percent"].get<double>()) <= 1);  // as said before it was measured
}

TEST_CASE("an estimate of labelled sequences has the simulated error rate", "[cli]") {
  const std::string crane = std::string(" --network ") + DRNN_CRANE + "/crane.onnx --input " +
                            DRNN_CRANE + "/features --targets " + DRNN_CRANE + "/targets";
  const Json estimate = statistics("estimate --theta 0.125" + crane);
  const Json run = statistics("run --theta 0.125" + crane);
  CHECK(estimate["accuracy"]["mse"] == run["accuracy"]["mse"]);
}

TEST_CASE("a survey is the same every time, and another with another seed", "[cli]") {
  const ProgramResult one = run_drnn("estimate --survey 2 --seed 3");
  CHECK(one.exit_code == 0);
  CHECK(one.out == run_drnn("estimate --survey 2 --seed 3").out);
  CHECK(one.out != run_drnn("estimate --survey 2 --seed 4").out);
}

TEST_CASE("what has no closed form, or says nothing, is refused by name", "[cli]") {
  struct Refused {
    std::string arguments, message;
  };
  const Refused refused = GENERATE(
      Refused{"--preset edgedrnn-minized", "accelerator.kind = edgedrnn"},
      Refused{std::string(kEstimated) + " --theta 0,0.1", "several thresholds say nothing"},
      Refused{std::string(kEstimated) + " --reference theta0", "exclude each other"},
      Refused{"--survey 0", "must be an integer from 1"},
      Refused{"--survey 2 --theta 0.1", "exclude each other"},
      Refused{"--survey 2 --check", "exclude each other"},
      Refused{"--seed 2", "--seed belongs to --survey"});
  const ProgramResult result = run_drnn("estimate " + refused.arguments);
  INFO("drnn estimate " << refused.arguments);
  CHECK(result.exit_code == 2);
  CHECK_THAT(result.error, Contains(refused.message));
}
