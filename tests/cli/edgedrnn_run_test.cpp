// drnn run on the other accelerator.
#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"
#include "tests/cli/statistics_keys.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

const std::string kPreset = "--preset edgedrnn-minized ";
const std::string kEdge = "run " + kPreset + "--synthetic layers=13x24x24,steps=20 ";

std::string error_of(const std::string& arguments) {
  const ProgramResult result = run_drnn(arguments);
  INFO(arguments);
  CHECK(result.exit_code == 2);
  CHECK(result.out == "");
  CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 1);
  return result.error;
}

std::string traces(const std::string& file) {
  return std::filesystem::path(DRNN_README).parent_path() / "traces/digits" / file;
}

}  // namespace

TEST_CASE("EdgeDRNN's statistics have every key of the contract", "[cli]") {
  const Json json = statistics(kEdge + "--reference theta0");
  for (const char* pointer : kStatisticsKeys) {
    INFO(pointer);
    CHECK(json.contains(Json::json_pointer(pointer)));
  }
  CHECK(json["config"]["accelerator.kind"]["value"] == "edgedrnn");
  CHECK(json["config"].contains("mac.num_pe"));
  CHECK_FALSE(json["config"].contains("mac.pe_per_channel"));
  CHECK(json["throughput"]["peak_gops"] == 2.0 * 8 / 8);  // 8 MACs in 8 ns
  CHECK(json["speedup"]["vs_theta0"].get<double>() >= 1);
}

TEST_CASE("EdgeDRNN reads what its PEs take from the DRAM, padded inputs among it", "[cli]") {
  const Json json = statistics(kEdge);
  const std::uint64_t columns =
      json["columns"]["issued"].get<std::uint64_t>() + json["columns"]["bias"].get<std::uint64_t>();
  const std::uint64_t weights = columns * 3 * 24;
  CHECK(json["columns"]["dense"] == 20 * (13 + 24 + 24 + 24));
  CHECK(json["columns"]["bias"] == 2);  // once a layer
  CHECK(json["memory"]["weight_reads_bits"] == 8 * weights);
  CHECK(json["memory"]["ddr_read_bytes"] == weights + 20 * 2 * 16);  // 13 inputs of 16
  CHECK(json["memory"]["ddr_write_bytes"] == 20 * 2 * 24);
  const double sent = json["columns"]["issued"].get<double>();
  CHECK(json["sparsity"]["pooled"].get<double>() ==
        Approx(1 - sent / json["columns"]["dense"].get<double>()));
}

TEST_CASE("both engines give EdgeDRNN's statistics and outputs", "[cli]") {
  const TemporaryFolder folder;
  const auto run = [&](const std::string& engine) {
    const std::string file = (folder.path() / (engine + ".npy")).string();
    const Json json = statistics(kEdge + "--engine " + engine + " --output " + file);
    return std::pair{read_file(file), comparable(json)};
  };
  CHECK(run("fast") == run("stepped"));
}

TEST_CASE("several thresholds give a table, and each run its own numbers", "[cli]") {
  const std::string small = kEdge + "--reference theta0 ";
  const ProgramResult table = run_drnn(small + "--theta 0,0.1,0.5");
  CHECK(table.exit_code == 0);
  CHECK_THAT(table.out, Contains("theta") && Contains("\n    0.5 "));
  const Json runs = statistics(small + "--theta 0,0.1")["runs"];
  REQUIRE(runs.size() == 2);
  CHECK(runs[0]["speedup"]["vs_theta0"] == 1.0);
  CHECK(comparable(runs[0]).dump() == comparable(statistics(small + "--theta 0")).dump());
}

TEST_CASE("thresholds of x and h act apart on EdgeDRNN", "[cli]") {
  const std::string digits =
      "run " + kPreset + "--steps 20 --input " + traces("features/digits_20.npy") + " ";
  const Json none = statistics(digits + "--theta 0");
  const Json x = statistics(digits + "--theta-x 0.5 --theta-h 0");
  const Json h = statistics(digits + "--theta-x 0 --theta-h 0.5");
  CHECK(x["config"]["theta_effective"]["theta_x"] == 0.5);
  CHECK(x["config"]["theta_effective"]["theta_h"] == 0.0);
  CHECK(x["sparsity"]["dx"].get<double>() > none["sparsity"]["dx"].get<double>());
  CHECK(h["sparsity"]["dx"] == none["sparsity"]["dx"]);
  CHECK(h["sparsity"]["dh"].get<double>() > none["sparsity"]["dh"].get<double>());
}

TEST_CASE("K can be any power of two, and says where no RTL was compared", "[cli]") {
  for (int num_pe : {2, 4, 8, 16, 32, 64}) {
    INFO(num_pe);
    const std::string arguments = "run " + kPreset + "--synthetic layers=13x128,steps=3 " +
                                  "--set mac.num_pe=" + std::to_string(num_pe);
    const bool compared = num_pe == 4 || num_pe == 8 || num_pe == 16;
    const ProgramResult result = run_drnn(arguments);
    CHECK(result.exit_code == 0);
    CHECK((result.out.find("not compared with RTL") == std::string::npos) == compared);
    const Json json = statistics(arguments);
    CHECK(json["config"]["rtl_note"].is_null() == compared);
    CHECK(json["throughput"]["peak_gops"] == 2.0 * num_pe / 8);
  }
}

TEST_CASE("what decides words or cycles inside the accelerator ends the comparison too", "[cli]") {
  const auto note = [](const std::string& setting) {
    return statistics(kEdge + setting)["config"]["rtl_note"];
  };
  CHECK(note("--set ddr.chips=2 --theta 0.3").is_null());
  CHECK(note("--set delta.fifo_depth=16") == "delta.fifo_depth = 16: not compared with RTL");
  CHECK(note("--set numeric.rounding=floor") == "numeric.rounding = floor: not compared with RTL");
}

TEST_CASE("outputs do not depend on K", "[cli]") {
  const TemporaryFolder folder;
  const auto outputs = [&](int num_pe) {
    const std::string file = (folder.path() / std::to_string(num_pe)).string();
    REQUIRE(run_drnn("run " + kPreset + "--synthetic layers=13x128,steps=3 --set mac.num_pe=" +
                     std::to_string(num_pe) + " --output " + file)
                .exit_code == 0);
    return read_file(file);
  };
  const std::string of_eight = outputs(8);
  CHECK(outputs(2) == of_eight);
  CHECK(outputs(64) == of_eight);
}

TEST_CASE("a printed EdgeDRNN configuration fed back gives identical statistics", "[cli]") {
  const TemporaryFolder folder;
  const std::string ini = (folder.path() / "a.ini").string();
  const std::string changes =
      "--set mac.num_pe=4 --set theta=0.05 --set data_mover.packet_gap_cycles=5";
  REQUIRE(run_drnn("params --ini " + kPreset + changes + " > " + ini).exit_code == 0);
  const std::string workload = "--synthetic layers=13x24x24,steps=20";
  CHECK(comparable(statistics("run " + workload + " --config " + ini)).dump() ==
        comparable(statistics(kEdge + changes)).dump());
}

TEST_CASE("EdgeDRNN reads spoken digits with the network that was trained for it", "[cli]") {
  const Json json =
      statistics("run " + kPreset + "--theta 0.25 --input " + traces("features/digits_20.npy") +
                 " --labels " + traces("labels.csv"));
  CHECK(json["accuracy"]["label_error"] == 0.0);
  CHECK(json["workload"]["network"]["file"] == "traces/digits/digits_edgedrnn.onnx");
  CHECK(json["sparsity"]["pooled"].get<double>() > 0.9);
}

TEST_CASE("EdgeDRNN's default workload is eight utterances for its own network", "[cli]") {
  const Json json = statistics("run " + kPreset + "--steps 2");
  CHECK(json["workload"]["network"]["file"] == "traces/digits/digits_edgedrnn.onnx");
  CHECK(json["workload"]["inputs"]["files"] == Json::array({"traces/digits/first_eight.txt"}));
  CHECK(json["steps"] == 2 * 8);
}

TEST_CASE("what EdgeDRNN cannot run is refused with the reason", "[cli]") {
  const std::string run = "run " + kPreset;
  CHECK_THAT(error_of(run + "--set delta.lanes=4"),
             Contains("edgedrnn has no parameter 'delta.lanes'; drnn has"));
  CHECK_THAT(error_of("run --set mac.num_pe=8"),
             Contains("drnn has no parameter 'mac.num_pe'; edgedrnn has"));
  CHECK_THAT(error_of(run + "--set host.mode=stream"), Contains("'host.mode'; drnn has"));
  CHECK_THAT(error_of(run + "--theta 2"), Contains("threshold register of 10 bits"));
  CHECK_THAT(error_of(run + "--set mac.num_pe=12"), Contains("2, 4, 8, 16, 32 or 64"));
  CHECK_THAT(error_of(run + "--synthetic layers=8x16x32,steps=1"),
             Contains("layers of 16 and 32 units; allowed: one size"));
  CHECK_THAT(error_of(run + "--synthetic layers=8x12,steps=1"), Contains("multiple of the 8 PEs"));
  CHECK_THAT(error_of(run + "--synthetic layers=8x16x16x16x16x16,steps=1"),
             Contains("5 layers; allowed: 1 to 4"));
  CHECK_THAT(error_of(run + "--network " + traces("digits.onnx") + " --input " +
                      traces("features/digits_00.npy")),
             Contains("bias_hh.c[0]") && Contains("held at zero"));
}

TEST_CASE("EdgeDRNN's summary fits one screen", "[cli]") {
  const ProgramResult result = run_drnn(kEdge);
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') <= 24);
  CHECK_THAT(result.out, Contains("SYNTHETIC") && Contains("PEs") && Contains("xc7z007s"));
}
