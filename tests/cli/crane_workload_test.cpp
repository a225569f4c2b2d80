#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/run_program.hpp"

using namespace drnn::test;
using Json = nlohmann::ordered_json;

namespace {

/// Statistics of the crane workload, a network of two layers.
Json crane(const std::string& arguments) {
  const std::string folder = DRNN_CRANE;
  const ProgramResult result = run_drnn("run --network '" + folder + "/crane.onnx' --input '" +
                                        folder + "/features' " + arguments + " --stats -");
  INFO(result.error);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

/// Elements of dx and dh of both layers in a step.
constexpr int kElements = 9 + 64 + 64 + 64;

}  // namespace

TEST_CASE("the crane workload is two layers of 64 on 9 inputs, 16 sequences of 30 s", "[cli]") {
  const Json json = crane("--theta 0.125");
  CHECK(json["workload"]["network"]["layers"] == Json::array({9, 64, 64}));
  CHECK(json["workload"]["inputs"]["sequences"] == 16);
  CHECK(json["steps"] == 16 * 600);
  CHECK(json["columns"]["dense"] == 16 * 600 * kElements);
}

TEST_CASE("the crane workload leaves nine tenths unsent at theta 0.125", "[cli]") {
  const std::string profile = GENERATE("drnn", "q88", "edgedrnn");
  INFO("numeric.profile " << profile);
  const Json json = crane("--theta 0.125 --set numeric.profile=" + profile);
  const double pooled = json["sparsity"]["pooled"].get<double>();
  CHECK(pooled >= 0.90);
  const double sent = json["columns"]["issued"].get<double>();
  CHECK(pooled == Approx(1 - sent / (16.0 * 600 * kElements)));
}

TEST_CASE("the crane workload is far from sparse at theta 0, because its sensors are noisy",
          "[cli]") {
  CHECK(crane("--theta 0")["sparsity"]["pooled"].get<double>() <= 0.5);
}
