#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"

using namespace drnn::test;

namespace {

constexpr const char* kShort = "bench --min-seconds 0.01 --steps 3";

/// Whether a goal's value reaches one of its limits.
bool reaches(const Json& goal, const char* limit) {
  if (goal[limit].is_null()) return false;
  const bool more = goal["unit"] == "points/s" || goal["aim"] > goal["must"];
  const double value = goal["value"], at = goal[limit];
  return more ? value >= at : value <= at;
}

}  // namespace

TEST_CASE("bench holds every goal against what it measured", "[bench]") {
  const ProgramResult result = run_drnn(std::string(kShort) + " --json");
  REQUIRE(result.exit_code == 0);
  const Json report = Json::parse(result.out);
  const Json& drnn = report["measured"]["drnn"];
  REQUIRE(report["goals"].size() == 11);
  CHECK(report["measured"]["sweeps"]["points"] == 16);
  CHECK(report["goals"][0]["value"].get<double>() ==
        drnn["cycles_per_s"].get<double>() / drnn["native_columns_per_s"].get<double>());
  for (const Json& goal : report["goals"]) {
    INFO(goal);
    CHECK(goal["value"].get<double>() > 0);
    const char* met = reaches(goal, "aim") ? "aim" : reaches(goal, "must") ? "must" : "no";
    CHECK(goal["met"] == met);
  }
}

TEST_CASE("bench measures the columns and cycles that a run has", "[bench]") {
  const Json report = Json::parse(run_drnn(std::string(kShort) + " --json").out);
  const Json run = Json::parse(run_drnn("run --steps 3 --stats -").out);
  const Json& drnn = report["measured"]["drnn"];
  CHECK(drnn["cycles"] == run["cycles"]["total"]);
  CHECK(drnn["columns"] == run["columns"]["issued"]);
  CHECK(drnn["steps"] == run["steps"]);
}

TEST_CASE("wrong usage of bench is refused", "[bench]") {
  check_refused("bench", "--min-seconds 0", "--min-seconds: '0'");
  check_refused("bench", "--min-seconds x", "--min-seconds: 'x'");
  check_refused("bench", "--steps 0", "steps: '0'");
  check_refused("bench", "--nonsense", "nonsense");
  CHECK(run_drnn("bench --help").exit_code == 0);
}
