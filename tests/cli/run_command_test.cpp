#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"
#include "tests/cli/statistics_keys.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

const std::string kSmall = "run --synthetic layers=12x20x9,steps=30 ";

}  // namespace

TEST_CASE("the statistics have every key of the contract", "[cli]") {
  const Json json = statistics(kSmall + "--reference theta0");
  for (const char* pointer : kStatisticsKeys) {
    INFO(pointer);
    CHECK(json.contains(Json::json_pointer(pointer)));
  }
}

TEST_CASE("derived figures follow from the counts beside them", "[cli]") {
  const Json json = statistics(kSmall + "--reference theta0 --theta 0.0625");
  const double time_s = json["cycles"]["total"].get<double>() * 8000e-12;
  CHECK(json["time_s"].get<double>() == Approx(time_s));
  const double operations = 6.0 * (20 * (12 + 20) + 9 * (20 + 9));
  CHECK(json["throughput"]["effective_gops"].get<double>() ==
        Approx(operations * 30 / time_s / 1e9));
  CHECK(json["throughput"]["peak_gops"] == 192.0);
  CHECK(json["columns"]["dense"] == 30 * (12 + 20 + 20 + 9));
  const double sent = json["columns"]["issued"].get<double>();
  CHECK(json["sparsity"]["pooled"].get<double>() ==
        Approx(1 - sent / json["columns"]["dense"].get<double>()));
  CHECK(json["accuracy"].is_null());
  for (const auto& [block, causes] : json["stalls"].items()) {
    INFO(block);
    std::uint64_t sum = 0;
    for (const auto& cause : causes) sum += cause.get<std::uint64_t>();
    CHECK(sum == json["cycles"]["total"]);
  }
}

TEST_CASE("the same run gives the same bytes, in either engine", "[cli]") {
  const Json fast = comparable(statistics(kSmall));
  CHECK(comparable(statistics(kSmall)).dump() == fast.dump());
  CHECK(comparable(statistics(kSmall + "--engine stepped")).dump() == fast.dump());
}

TEST_CASE("the engines agree where a burst takes longer than the watchdog's patience", "[cli]") {
  const std::string slow = kSmall +
                           "--set hp.request_cycles=20000 --set clock.watchdog_cycles=10000 "
                           "--engine ";
  CHECK(comparable(statistics(slow + "stepped")).dump() ==
        comparable(statistics(slow + "fast")).dump());
}

TEST_CASE("a printed configuration fed back gives identical statistics", "[cli]") {
  const TemporaryFolder folder;
  const std::string ini = (folder.path() / "a.ini").string();
  const std::string changes =
      "--set delta.lanes=4 --set pe_per_channel=7 --set theta=0.1 --set numeric.profile=q88";
  REQUIRE(run_drnn("params --ini " + changes + " > " + ini).exit_code == 0);
  Json changed = comparable(statistics(kSmall + changes));
  Json fed_back = comparable(statistics(kSmall + "--config " + ini));
  CHECK(fed_back.dump() == changed.dump());
}

TEST_CASE("a threshold's numbers do not depend on the thresholds run before it", "[cli]") {
  const Json both = statistics(kSmall + "--theta 0,0.125");
  REQUIRE(both["schema"] == 1);
  REQUIRE(both["runs"].size() == 2);
  const Json zero = comparable(statistics(kSmall + "--theta 0 --reference theta0"));
  CHECK(comparable(both["runs"][0]).dump() == zero.dump());
  CHECK(both["runs"][1]["speedup"]["vs_dense"].get<double>() >
        both["runs"][0]["speedup"]["vs_dense"].get<double>());
}

TEST_CASE("the theta 0 reference is a run at theta 0", "[cli]") {
  const Json at_zero = statistics("run --theta 0 --steps 20");
  const Json at_quarter = statistics("run --theta 0.25 --steps 20 --reference theta0");
  const double expected =
      at_zero["cycles"]["total"].get<double>() / at_quarter["cycles"]["total"].get<double>();
  CHECK(at_quarter["speedup"]["vs_theta0"].get<double>() == expected);
  CHECK(at_zero["speedup"]["vs_theta0"].is_null());
  CHECK(at_quarter["accuracy"].is_null());  // cut sequences have no labels
}

TEST_CASE("outputs are an int16 array of every step, whatever the engine", "[cli]") {
  const TemporaryFolder folder;
  const auto bytes = [&](const std::string& engine) {
    const std::string file = (folder.path() / (engine + ".npy")).string();
    REQUIRE(run_drnn(kSmall + "--engine " + engine + " --output " + file).exit_code == 0);
    return read_file(file);
  };
  const std::string fast = bytes("fast");
  CHECK(fast == bytes("stepped"));
  CHECK_THAT(fast.substr(0, 128), Contains("'<i2'") && Contains("(30, 9)"));
  CHECK(fast.size() == 128 + 2 * 30 * 9);
}

TEST_CASE("step mode gives the outputs of a stream, in either engine, and its transfers", "[cli]") {
  const TemporaryFolder folder;
  const auto run = [&](const std::string& name, const std::string& arguments) {
    const std::string path = (folder.path() / name).string();
    const Json json = statistics(kSmall + arguments + " --output '" + path + "'");
    return std::pair{read_file(path), comparable(json)};
  };
  const auto stream = run("stream.npy", "");
  const auto step = run("step.npy", "--set host.mode=step");
  const auto stepped = run("stepped.npy", "--set host.mode=step --engine stepped");
  CHECK(step.first == stream.first);
  CHECK(stepped == step);
  CHECK(stream.second["host_interface"]["dma_transfers"] == 2);
  CHECK(step.second["host_interface"]["dma_transfers"] == 2 * 30);
  CHECK(step.second["cycles"]["load"] == stream.second["cycles"]["load"]);
}

TEST_CASE("the default workload keeps its label error at theta 0.125", "[cli]") {
  const Json json = statistics("run --theta 0.125");
  REQUIRE(json["accuracy"].is_object());
  CHECK(json["accuracy"]["label_error"].get<double>() <= 0.03);  // what the kit is asked to reach
  CHECK(json["workload"]["network"]["layers"] == Json::array({40, 256}));
}

TEST_CASE("the default workload leaves nine tenths unsent at theta 0.25", "[cli]") {
  CHECK(statistics("run")["sparsity"]["pooled"].get<double>() >= 0.90);
}

TEST_CASE("the summary fits one screen and marks synthetic runs", "[cli]") {
  const ProgramResult result = run_drnn(kSmall);
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') <= 24);
  CHECK_THAT(result.out, Contains("SYNTHETIC") && Contains("a step") && Contains("GOp/s"));
  CHECK(run_drnn(kSmall + "--quiet").out == "");
}

TEST_CASE("Ctrl-C ends a run with 130 and leaves no file", "[cli]") {
  const TemporaryFolder folder;
  const std::string stats = (folder.path() / "s.json").string();
  const ProgramResult result =
      run_command("timeout -s INT 1 '" + std::string(DRNN_PROGRAM) +
                  "' run --synthetic layers=40x256,steps=400000 --stats '" + stats + "'");
  CHECK(result.exit_code == 124);  // timeout's own, when it had to interrupt
  CHECK(result.error == "drnn: error: interrupted\n");
  CHECK(result.out == "");
  CHECK(std::filesystem::is_empty(folder.path()));
}
