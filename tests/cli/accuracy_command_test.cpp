// A user's own network: accuracy by every metric, ranges, scales and saturation.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "sim/accuracy.hpp"
#include "tests/cli/program_output.hpp"
#include "tests/cli/small_workload.hpp"
#include "tests/support/state_source.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

/// The h of each sequence that a run writes, as real values of Q8.8.
std::vector<States> states(const SmallWorkload& workload, const std::string& arguments) {
  const std::string file = (workload.folder.path() / "h.npy").string();
  REQUIRE(run_drnn("run " + arguments + " --quiet --output '" + file + "'").exit_code == 0);
  const std::string bytes = bytes_of(file);
  std::vector<States> result;
  for (std::size_t at = 128; at < bytes.size(); at += 2) {
    std::int16_t word = 0;
    std::memcpy(&word, bytes.data() + at, 2);
    if ((at - 128) % (2 * SmallWorkload::kSteps * SmallWorkload::kHidden) == 0)
      result.emplace_back();
    result.back().push_back(word / 256.0);
  }
  REQUIRE(result.size() == SmallWorkload::kSequences);
  return result;
}

Score expected_score(const SmallWorkload& workload, const Scoring& scoring,
                     const std::vector<States>& h) {
  Score sum;
  for (std::size_t i = 0; i < h.size(); ++i)
    sum.add(score(scoring, workload.network.readout, i, source_of(h[i], SmallWorkload::kHidden)));
  return sum;
}

const std::vector<std::string> kClassTexts{"0", "1", "2", "0", "1"};
const std::vector<std::vector<int>> kClassLabels{{0}, {1}, {2}, {0}, {1}};

}  // namespace

TEST_CASE("the error of h is there without labels, and none against theta 0 at theta 0", "[cli]") {
  const SmallWorkload workload(1);
  const Json zero = run_statistics(workload.write() + "--theta 0");
  CHECK(zero["accuracy"].is_null());
  CHECK(zero["fidelity"]["h_error_vs_theta0"]["rms_activation_units"] == 0.0);
  CHECK(zero["fidelity"]["h_error_vs_theta0"]["max_activation_units"] == 0.0);
  const double rounding = zero["fidelity"]["h_error_vs_float"]["rms_activation_units"];
  CHECK(rounding > 0);
  const Json coarse = run_statistics(workload.write() + "--theta 0.5");
  const Json& error = coarse["fidelity"]["h_error_vs_theta0"];
  CHECK(error["rms_activation_units"].get<double>() > 0);
  CHECK(error["rms_activation_units"].get<double>() <= error["max_activation_units"].get<double>());
  CHECK(coarse["fidelity"]["h_error_vs_float"]["rms_activation_units"].get<double>() > rounding);
}

TEST_CASE("a column of classes gives the classification error by the last step or the mean",
          "[cli]") {
  const ReadoutSteps steps = GENERATE(ReadoutSteps::each, ReadoutSteps::last, ReadoutSteps::mean);
  const std::string metric = GENERATE("", "class_last", "class_mean");
  const SmallWorkload workload(2, steps);
  const std::string options = workload.write() + workload.labels("class", kClassTexts) +
                              "--theta 0.25 " + (metric.empty() ? "" : "--metric " + metric);
  const std::string in_effect = !metric.empty()               ? metric
                                : steps == ReadoutSteps::mean ? "class_mean"
                                                              : "class_last";
  const Score expected = expected_score(workload, {*metric_of(in_effect), 0, kClassLabels, {}},
                                        states(workload, workload.write() + "--theta 0.25"));
  const Json accuracy = run_statistics(options)["accuracy"];
  CHECK(accuracy["metric"] == in_effect);
  CHECK(accuracy["class_error"] == expected.value());
  CHECK(accuracy["errors"] == expected.amount);
  CHECK(accuracy["sequences"] == 5);
  CHECK(accuracy.contains("h_error_vs_theta0"));
  CHECK(accuracy.contains("h_error_vs_float"));
}

TEST_CASE("a column of labels gives the CTC label error, with any class as the blank", "[cli]") {
  const SmallWorkload workload(3);
  const std::vector<std::string> texts{"1", "1 2", "", "2 1 2", "1"};
  const std::vector<std::vector<int>> labels{{1}, {1, 2}, {}, {2, 1, 2}, {1}};
  const Score expected = expected_score(workload, {Metric::ctc, 0, labels, {}},
                                        states(workload, workload.write() + "--theta 0.125"));
  const Json run = run_statistics(workload.write() + workload.labels("labels", texts) +
                                  "--blank 0 --theta 0.125,0");
  const Json& accuracy = run["runs"][0]["accuracy"];
  CHECK(accuracy["metric"] == "label_error");
  CHECK(accuracy["label_error"] == expected.value());
  CHECK(accuracy["edits"] == expected.amount);
  CHECK(accuracy["labels"] == 7);
  CHECK(accuracy["at_theta0"] == run["runs"][1]["accuracy"]["label_error"]);
  CHECK(accuracy["of_float_network"] == run["runs"][1]["accuracy"]["of_float_network"]);
}

TEST_CASE("targets give the mean squared error of what the network gives", "[cli]") {
  const ReadoutSteps steps = GENERATE(ReadoutSteps::each, ReadoutSteps::last, ReadoutSteps::mean);
  const SmallWorkload workload(4, steps);
  const std::size_t rows = steps == ReadoutSteps::each ? SmallWorkload::kSteps : 1;
  Scoring scoring{Metric::mse, 0, {}, {}};
  for (std::size_t s = 0; s < SmallWorkload::kSequences; ++s) {
    std::vector<float> target(rows * SmallWorkload::kClasses);
    for (std::size_t i = 0; i < target.size(); ++i)
      target[i] = static_cast<float>(i % 7 + s) / 8.0f;
    workload.folder.write("t/" + SmallWorkload::file(s),
                          SmallWorkload::array(target, SmallWorkload::kClasses));
    scoring.targets.emplace_back(std::vector<double>(target.begin(), target.end()));
  }
  const std::string options =
      workload.write() + "--targets '" + (workload.folder.path() / "t").string() + "' --theta 0.25";
  const Score expected =
      expected_score(workload, scoring, states(workload, workload.write() + "--theta 0.25"));
  const Json accuracy = run_statistics(options)["accuracy"];
  CHECK(accuracy["metric"] == "mse");
  CHECK(accuracy["mse"].get<double>() == expected.value());
  CHECK(accuracy["values"] == expected.count);
  if (steps == ReadoutSteps::each) {
    CHECK(run_statistics(options + " --steps 4")["accuracy"]["values"] == 5 * 4 * 3);
  }
}

TEST_CASE("labels, targets and metrics that do not go together are refused", "[cli]") {
  const SmallWorkload workload(5);
  const std::string base = workload.write();
  const std::string classes = workload.labels("class", kClassTexts);
  const std::string target =
      "--targets '" +
      workload.folder.write("t/0.npy", SmallWorkload::array(workload.features[0], 4)).string() +
      "' ";
  check_refused("run", base + classes + "--metric ctc", "--metric ctc: ");
  check_refused("run", base + classes + "--metric mse", "--metric mse: needs --targets");
  check_refused("run", base + classes + "--blank 0", "--blank: goes with CTC labels");
  check_refused("run", base + classes + target, "exclude each other");
  check_refused("run", base + "--metric ctc", "needs --labels or --targets");
  check_refused("run", base + "--metric wer",
                "'wer' must be ctc or class_last or class_mean or mse");
  check_refused("run", base + "--blank 0", "--blank: goes with --labels");
  check_refused("run", base + target, "names 1 files; there are 5 inputs");
  check_refused("run", base + target + "--metric ctc", "--metric ctc: needs --labels");
  check_refused("run", "--targets a.npy", "--targets needs --input");
  check_refused("run", "--synthetic layers=4x4,steps=1 --metric ctc", "exclude each other");
  const std::string sequences = workload.labels("labels", {"0", "1", "0 1", "1", "0"});
  check_refused("run", base + sequences + "--metric class_last", "has the column 'labels'");
  check_refused("run", base + sequences + "--blank 3", "the network has the classes 0..2");
  check_refused("run", base + sequences + "--blank 1", "label 1 is the blank");
  check_refused("run", base + sequences + "--blank -1", "'-1' must be a class");
  check_refused("run", base + workload.labels("class", {"0", "1", "3", "0", "1"}),
                "labels.csv:4: label 3; the network has the classes 0..2");
  check_refused("run", base + workload.labels("class", {"0", "1"}), "no row for the input");
}

TEST_CASE("CTC with a readout of the last step, and targets behind a softmax, are refused",
          "[cli]") {
  const SmallWorkload last(6, ReadoutSteps::last);
  check_refused("run", last.write() + last.labels("labels", {"0", "1", "0", "1", "0"}),
                "CTC needs a readout of each step");
  SmallWorkload softmax(6);
  softmax.network.readout->softmax = true;
  softmax.folder.write("t/0.npy", SmallWorkload::array({1, 2, 3}, 3));
  check_refused("run",
                softmax.write() + "--targets '" + (softmax.folder.path() / "t").string() + "'",
                "a softmax follows the readout");
  SmallWorkload bare(6);
  bare.network.readout.reset();
  check_refused("run", bare.write() + bare.labels("class", kClassTexts),
                "need a network with a readout");
}

TEST_CASE("targets with one row more or less than the network gives are refused", "[cli]") {
  const SmallWorkload workload(7);
  const std::size_t rows = GENERATE(SmallWorkload::kSteps - 1, SmallWorkload::kSteps + 1);
  for (std::size_t s = 0; s < SmallWorkload::kSequences; ++s)
    workload.folder.write("t/" + SmallWorkload::file(s),
                          SmallWorkload::array(std::vector<float>(rows * 3), 3));
  check_refused("run",
                workload.write() + "--targets '" + (workload.folder.path() / "t").string() + "'",
                "0.npy: " + std::to_string(rows) + " rows; the network gives 15");
}

TEST_CASE("several thresholds give one table with errors, cycles, speedups and traffic", "[cli]") {
  const SmallWorkload workload(8);
  const ProgramResult result =
      run_drnn("run " + workload.write() + workload.labels("class", kClassTexts) +
               "--theta 0,0.125,0.25 --reference theta0");
  CHECK(result.exit_code == 0);
  std::istringstream lines(result.out);
  std::string line;
  while (std::getline(lines, line) && line.find("theta ") == std::string::npos) {
  }
  for (const char* column : {"theta", "error", "h error", "sparsity", "cycles", "GOp/s", "vs dense",
                             "vs theta 0", "weights read", "DDR"})
    CHECK_THAT(line, Contains(column));
  for (const char* theta : {"0 ", "0.125 ", "0.25 "}) {
    REQUIRE(std::getline(lines, line));
    CHECK(line.size() <= 100);
    CHECK_THAT(line, Contains(theta) && Contains(" %") && Contains("x ") && Contains("Mbit") &&
                         Contains("MB"));
  }
  CHECK_FALSE(std::getline(lines, line));
}

TEST_CASE("a table with the threshold 0 gives speedups against it, others only where asked",
          "[cli]") {
  const SmallWorkload workload(15);
  const std::string base = workload.write();
  const Json with = run_statistics(base + "--theta 0.25,0")["runs"];
  const double cycles = with[1]["cycles"]["total"];
  CHECK(with[0]["speedup"]["vs_theta0"] == cycles / with[0]["cycles"]["total"].get<double>());
  CHECK(with[1]["speedup"]["vs_theta0"] == 1.0);
  const Json asked = run_statistics(base + "--theta 0.25,0.125 --reference theta0")["runs"];
  CHECK(asked[0]["speedup"] == with[0]["speedup"]);
  const Json not_asked = run_statistics(base + "--theta 0.25,0.125")["runs"];
  for (const Json& run : not_asked) CHECK(run["speedup"]["vs_theta0"].is_null());
}

TEST_CASE("ranges of every tensor are printed before one that does not fit ends the run", "[cli]") {
  SmallWorkload workload(9);
  workload.network.layers[0].w_h[kUpdate][7] = -5.5f;
  const ProgramResult result = run_drnn("run " + workload.write() + "--check-ranges");
  CHECK(result.exit_code == 2);
  CHECK_THAT(result.error, Contains("layer 0 weight_hh.u[1,1] = -5.5 is outside Q3.13") &&
                               Contains("needs Q4.12"));
  for (const char* name : {"features", "layer 0 weight_ih.r", "layer 0 weight_hh.u",
                           "layer 0 bias_ih.c", "layer 0 bias_hh.c"})
    CHECK_THAT(result.out, Contains(name));
  CHECK_THAT(result.out, Contains("1 of 13 tensors do not fit their format"));
}

TEST_CASE("ranges that were asked for are in the statistics, which stay alone on standard output",
          "[cli]") {
  const SmallWorkload workload(10);
  CHECK_FALSE(run_statistics(workload.write())["quantisation"].contains("ranges"));
  const ProgramResult result = run_drnn("run " + workload.write() + "--check-ranges --stats -");
  CHECK_THAT(result.error, Contains("0 of 13 tensors do not fit"));
  const Json ranges = Json::parse(result.out)["quantisation"]["ranges"];
  REQUIRE(ranges.size() == 13);
  float largest = 0;
  for (const auto& x : workload.features)
    largest = std::max(largest, *std::max_element(x.begin(), x.end()));
  CHECK(ranges[0]["tensor"] == "features");
  CHECK(ranges[0]["format"] == "Q8.8");
  CHECK(ranges[0]["values"] == 5 * 15 * 4);
  CHECK(ranges[0]["largest"] == largest);
  CHECK(ranges[0]["outside"] == 0);
}

TEST_CASE("what does not fit is clipped and counted only where that is asked for", "[cli]") {
  SmallWorkload workload(11);
  workload.network.layers[0].w_x[kReset][0] = 4.0f;  // Q3.13 ends at 4 - 2^-13
  workload.network.layers[0].w_x[kReset][1] = -4.0f;
  workload.network.layers[0].b_h[kUpdate][0] = 200.0f;
  workload.features[0][3] = 128.0f;
  workload.features[1][3] = -128.0f;
  check_refused("run", workload.write(), "outside Q3.13");
  const std::string saturate = "--set numeric.out_of_range=saturate ";
  const Json run = run_statistics(workload.write() + saturate);
  CHECK(run["quantisation"]["out_of_range"] == "saturate");
  CHECK(run["quantisation"]["saturated"]["weights"] == 1);
  CHECK(run["quantisation"]["saturated"]["biases"] == 1);
  CHECK(run["quantisation"]["saturated"]["features"] == 1);
  CHECK(run["quantisation"]["conversions_out_of_range"].get<int>() > 0);  // the bias of 127.996
  CHECK_THAT(run_drnn("run " + workload.write() + saturate).out,
             Contains("out of range 3 values saturated"));
}

TEST_CASE("scaled weights give the outputs and columns of a format that holds them", "[cli]") {
  SmallWorkload workload(12);  // weights are multiples of 1/1024
  for (float& weight : workload.network.layers[0].w_x[kReset]) weight *= 8;
  for (float& weight : workload.network.layers[0].w_h[kCandidate]) weight *= 16;
  const std::string narrow = "--set numeric.scale=power_of_two ";
  const std::string wide = "--set numeric.weight_frac_bits=10 ";
  const Json scaled = run_statistics(workload.write() + narrow);
  CHECK(scaled["quantisation"]["scale"] == "power_of_two");
  CHECK(scaled["quantisation"]["scaled"] ==
        Json::parse(R"([{"tensor": "layer 0 weights of r", "divided_by_2_to_the": 1},
                        {"tensor": "layer 0 weights of ch", "divided_by_2_to_the": 2}])"));
  const Json plain = run_statistics(workload.write() + wide);
  CHECK(plain["quantisation"]["scaled"].empty());
  CHECK(plain["columns"] == scaled["columns"]);
  CHECK(plain["fidelity"] == scaled["fidelity"]);
  CHECK(states(workload, workload.write() + narrow) == states(workload, workload.write() + wide));
  check_refused("run", workload.write(), "outside Q3.13");
}

TEST_CASE("scaled features give the outputs of features and weights scaled by hand", "[cli]") {
  const SmallWorkload plain(13);
  SmallWorkload large(13);
  // The largest is brought to just below 128, so that 256 times it needs a scale of exactly 2^8.
  SmallWorkload fitted(13);
  for (SmallWorkload* workload : {&large, &fitted}) {
    for (auto& x : workload->features)
      for (float& value : x) value *= 32;
    for (int gate = 0; gate < kGates; ++gate)
      for (float& weight : workload->network.layers[0].w_x[gate]) weight /= 32;
  }
  for (auto& x : large.features)
    for (float& value : x) value *= 256;
  for (int gate = 0; gate < kGates; ++gate)
    for (float& weight : large.network.layers[0].w_x[gate]) weight /= 256;
  const std::string finer = "--theta-x 2 --theta-h 0.125 --set numeric.weight_frac_bits=15 ";
  const std::string scale = finer + "--set numeric.scale=power_of_two ";
  const Json run = run_statistics(large.write() + scale);
  CHECK(run["quantisation"]["scaled"][0] ==
        Json::parse(R"({"tensor": "features", "divided_by_2_to_the": 8})"));
  CHECK(run["columns"] == run_statistics(fitted.write() + scale)["columns"]);
  CHECK(states(large, large.write() + scale) == states(fitted, fitted.write() + scale));
  CHECK_THAT(run_drnn("run " + large.write() + scale).out,
             Contains("features are divided by 2^8; theta_x counts in what remains"));
  check_refused("run", large.write() + finer, "outside Q8.8");
}

TEST_CASE("an initial state as an input is taken as zero, and the summary says so", "[cli]") {
  const SmallWorkload workload(14);
  const std::string base = workload.write();
  const auto plain = states(workload, base);
  OnnxBuilder builder = network_model(workload.network);
  builder.input("h0", {1, 1, SmallWorkload::kHidden});
  onnx::NodeProto& gru = *builder.graph().mutable_node(0);
  gru.add_input("");
  gru.add_input("h0");
  workload.folder.write("net.onnx", builder.bytes());
  CHECK(states(workload, base) == plain);
  CHECK_THAT(run_drnn("run " + base).out, Contains("input 'h0': taken as zero"));
}
