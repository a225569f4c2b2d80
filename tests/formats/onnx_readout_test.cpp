#include <catch2/catch.hpp>

#include "tests/formats/onnx_file.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

const std::vector<float> kByClass = {1, 2, 3, 4, 5, 6};  // (3 classes, 2 units)
const std::vector<float> kByUnit = {1, 3, 5, 2, 4, 6};   // (2 units, 3 classes)

/// one_layer() whose output `from` goes on; the graph's output is "logits".
OnnxBuilder with_weights() {
  OnnxBuilder builder = one_layer(3, 2);
  builder.graph().clear_output();
  builder.output("logits");
  builder.floats("by_unit", {2, 3}, kByUnit).floats("by_class", {3, 2}, kByClass);
  builder.floats("bias", {3}, {7, 8, 9});
  return builder;
}

void check_readout(const FloatNetwork& network, const std::vector<float>& bias) {
  REQUIRE(network.readout);
  CHECK(network.readout->classes == 3);
  CHECK(network.readout->hidden == 2);
  CHECK(network.readout->weight == kByClass);
  CHECK(network.readout->bias == bias);
}

}  // namespace

TEST_CASE("MatMul and Add are a readout, with the bias on either side") {
  OnnxBuilder builder = with_weights();
  builder.node("MatMul", {"y", "by_unit"}, {"product"});
  const bool first = GENERATE(true, false);
  builder.node("Add", {first ? "bias" : "product", first ? "product" : "bias"}, {"logits"});
  check_readout(read_model(builder), {7, 8, 9});
}

TEST_CASE("MatMul alone is a readout without bias") {
  OnnxBuilder builder = with_weights();
  builder.node("MatMul", {"y", "by_unit"}, {"logits"});
  check_readout(read_model(builder), {0, 0, 0});
}

TEST_CASE("the weight of a MatMul may be transposed in the file") {
  OnnxBuilder builder = with_weights();
  set_ints(builder.node("Transpose", {"by_class"}, {"w"}), "perm", {1, 0});
  builder.node("MatMul", {"y", "w"}, {"logits"});
  check_readout(read_model(builder), {0, 0, 0});
}

TEST_CASE("Gemm is a readout, transposed or not") {
  OnnxBuilder builder = with_weights();
  const bool transposed = GENERATE(true, false);
  builder.node("Squeeze", {"y", "axis1"}, {"y2"});
  auto& gemm =
      builder.node("Gemm", {"y2", transposed ? "by_class" : "by_unit", "bias"}, {"logits"});
  set_int(gemm, "transB", transposed ? 1 : 0);
  set_float(gemm, "alpha", 1);
  check_readout(read_model(builder), {7, 8, 9});
}

TEST_CASE("a softmax over the classes is passed over and one over time is refused") {
  const std::int64_t axis = GENERATE(-1, 2, 0, 1);
  OnnxBuilder builder = with_weights();
  builder.node("MatMul", {"y", "by_unit"}, {"product"});
  set_int(builder.node("LogSoftmax", {"product"}, {"logits"}), "axis", axis);
  if (axis == -1 || axis == 2) {
    const FloatNetwork network = read_model(builder);
    check_readout(network, {0, 0, 0});
    CHECK(network.readout->softmax);
  } else {
    CHECK_THAT(refusal(builder), Contains("(LogSoftmax)"));
  }
}

TEST_CASE("a readout of the last step is marked as such, however the step is selected") {
  OnnxBuilder builder = with_weights();
  builder.integers("last", {-1});
  const int form = GENERATE(0, 1, 2, 3);
  if (form == 0) {
    builder.node("Gather", {"y", "last"}, {"h"});
  } else if (form == 1) {
    builder.integers("0", {0}).integers("max", {INT64_MAX});
    builder.node("Slice", {"y", "last", "max", "0"}, {"h"});
  } else if (form == 2) {
    builder.node("Identity", {"gru_Yh"}, {"h"});
  }
  builder.node("MatMul", {form == 3 ? "y" : "h", "by_unit"}, {form == 3 ? "all" : "logits"});
  if (form == 3) builder.node("Gather", {"all", "last"}, {"logits"});
  std::vector<std::string> notes;
  const FloatNetwork network = read_model(builder, &notes);
  check_readout(network, {0, 0, 0});
  CHECK(network.readout->steps == ReadoutSteps::last);
  CHECK(notes.empty());
}

TEST_CASE("a readout of the last layer's final state among all is one of the last step") {
  const std::int64_t index = GENERATE(-1, 1);
  OnnxBuilder builder = two_layers(3, 4, 2);
  builder.graph().clear_output();
  builder.output("logits").floats("by_unit", {2, 3}, kByUnit).integers("i", {index});
  set_int(builder.node("Concat", {"gru_Yh", "top_Yh"}, {"states"}), "axis", 0);
  builder.node("Gather", {"states", "i"}, {"h"});
  builder.node("MatMul", {"h", "by_unit"}, {"logits"});
  const FloatNetwork network = read_model(builder);
  check_readout(network, {0, 0, 0});
  CHECK(network.readout->steps == ReadoutSteps::last);
}

TEST_CASE("a readout of the mean over the steps is marked as such, before or after it") {
  const bool before = GENERATE(true, false);
  const bool as_input = GENERATE(true, false);
  OnnxBuilder builder = with_weights();
  builder.integers("axis0", {0});
  if (!before) builder.node("MatMul", {"y", "by_unit"}, {"all"});
  std::vector<std::string> inputs{before ? "y" : "all"};
  if (as_input) inputs.emplace_back("axis0");
  auto& mean = builder.node("ReduceMean", inputs, {before ? "h" : "logits"});
  if (!as_input) set_ints(mean, "axes", {0});
  set_int(mean, "keepdims", 0);
  if (before) builder.node("MatMul", {"h", "by_unit"}, {"logits"});
  const FloatNetwork network = read_model(builder);
  check_readout(network, {0, 0, 0});
  CHECK(network.readout->steps == ReadoutSteps::mean);
}

TEST_CASE("means over anything but the steps are refused by node") {
  OnnxBuilder builder = with_weights();
  SECTION("over features") {
    set_ints(builder.node("ReduceMean", {"y"}, {"logits"}), "axes", {-1});
    CHECK_THAT(refusal(builder), Contains("(ReduceMean): allowed: the mean over the steps"));
  }
  SECTION("over everything") {
    builder.node("ReduceMean", {"y"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("(ReduceMean): allowed: the mean over the steps"));
  }
  SECTION("of a softmax") {
    builder.node("MatMul", {"y", "by_unit"}, {"p"});
    set_int(builder.node("Softmax", {"p"}, {"s"}), "axis", -1);
    set_ints(builder.node("ReduceMean", {"s"}, {"logits"}), "axes", {0});
    CHECK_THAT(refusal(builder), Contains("mean of softmax outputs"));
  }
}

TEST_CASE("a readout of other steps is left out with a note") {
  OnnxBuilder builder = with_weights();
  const int form = GENERATE(0, 1, 2, 3);
  builder.integers("0", {0}).integers("-1", {-1}).integers("-2", {-2}).integers("max", {INT64_MAX});
  if (form == 0) builder.node("Gather", {"y", "0"}, {"h"});
  if (form == 1) builder.node("Slice", {"y", "-2", "max", "0"}, {"h"});
  if (form == 2) builder.node("Slice", {"y", "-2", "-1", "0"}, {"h"});
  if (form == 3) builder.node("Slice", {"y", "-1", "max", "0", "-1"}, {"h"});
  builder.node("MatMul", {"h", "by_unit"}, {"logits"});
  std::vector<std::string> notes;
  CHECK_FALSE(read_model(builder, &notes).readout);
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes[0], Contains("other steps"));
}

TEST_CASE("a readout of each step goes before one of the last step") {
  const bool last_first = GENERATE(true, false);
  OnnxBuilder builder = with_weights();
  builder.graph().clear_output();
  builder.output(last_first ? "last" : "each").output(last_first ? "each" : "last");
  builder.node("MatMul", {"y", "by_unit"}, {"each"});
  builder.node("MatMul", {"gru_Yh", "by_unit"}, {"last"});
  const FloatNetwork network = read_model(builder);
  REQUIRE(network.readout);
  CHECK(network.readout->steps == ReadoutSteps::each);
}

TEST_CASE("states and lower layers as further outputs do not matter") {
  OnnxBuilder builder = two_layers(3, 2, 4);
  builder.floats("w", {4, 3}, ascending(12, 0));
  builder.node("MatMul", {"z", "w"}, {"logits"});
  set_int(builder.node("Concat", {"gru_Yh", "top_Yh"}, {"states"}), "axis", 0);
  builder.output("logits").output("states").output("top_Yh").output("y");
  std::vector<std::string> notes;
  CHECK(read_model(builder, &notes).readout->classes == 3);
  CHECK(notes.empty());
}

TEST_CASE("an unknown operator before or after the readout is refused by name") {
  const bool before = GENERATE(true, false);
  OnnxBuilder builder = with_weights();
  if (before) builder.node("Relu", {"y"}, {"h"});
  builder.node("MatMul", {before ? "h" : "y", "by_unit"}, {before ? "logits" : "product"});
  if (!before) builder.node("Relu", {"product"}, {"logits"});
  CHECK_THAT(refusal(builder), Contains("(Relu)"));
}

TEST_CASE("readouts of another form are refused by node") {
  OnnxBuilder builder = with_weights();
  SECTION("two linear layers") {
    builder.floats("square", {3, 3}, ascending(9, 0)).node("MatMul", {"y", "by_unit"}, {"p"});
    builder.node("MatMul", {"p", "square"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("second readout layer"));
  }
  SECTION("a weight that does not fit") {
    builder.node("MatMul", {"y", "by_class"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("does not fit 2 units"));
  }
  SECTION("a bias that does not fit") {
    builder.floats("short", {2}, {1, 2}).node("MatMul", {"y", "by_unit"}, {"p"});
    builder.node("Add", {"p", "short"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("does not fit 3 classes"));
  }
  SECTION("a bias before the product") {
    builder.node("Add", {"y", "bias"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("before the readout"));
  }
  SECTION("a residual connection") {
    builder.node("Add", {"y", "x"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("(Add)"));
  }
  SECTION("a Gemm with a factor") {
    builder.node("Squeeze", {"y", "axis1"}, {"y2"});
    set_float(builder.node("Gemm", {"y2", "by_unit"}, {"logits"}), "alpha", 2);
    CHECK_THAT(refusal(builder), Contains("alpha is not 1"));
  }
  SECTION("time and features swapped") {
    set_ints(builder.node("Transpose", {"y"}, {"t"}), "perm", {2, 1, 0});
    builder.node("MatMul", {"t", "by_unit"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("along the features"));
  }
  SECTION("selected features") {
    set_int(builder.node("Gather", {"y", "axis1"}, {"logits"}), "axis", 2);
    CHECK_THAT(refusal(builder), Contains("selects features"));
  }
  SECTION("two readouts") {
    builder.node("MatMul", {"y", "by_unit"}, {"logits"});
    builder.output("logits");
    CHECK_THAT(refusal(builder), Contains("two outputs"));
  }
  SECTION("a readout of a lower layer") {
    builder.gru("top", "y", 2, 4);
    builder.node("MatMul", {"y", "by_unit"}, {"logits"});
    CHECK_THAT(refusal(builder), Contains("not the last"));
  }
}
