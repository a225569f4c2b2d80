#include <catch2/catch.hpp>

#include "tests/formats/onnx_file.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("gates z, r, h of ONNX become r, u, c") {
  const FloatNetwork network = read_model(one_layer(3, 2));
  REQUIRE(network.layers.size() == 1);
  const FloatLayer& layer = network.layers[0];
  CHECK(layer.inputs == 3);
  CHECK(layer.hidden == 2);
  CHECK(layer.w_x[kUpdate] == ascending(6, 0));
  CHECK(layer.w_x[kReset] == ascending(6, 6));
  CHECK(layer.w_x[kCandidate] == ascending(6, 12));
  CHECK(layer.w_h[kUpdate] == ascending(4, 1000));
  CHECK(layer.w_h[kReset] == ascending(4, 1004));
  CHECK(layer.w_h[kCandidate] == ascending(4, 1008));
  CHECK(layer.b_x[kUpdate] == ascending(2, 2000));
  CHECK(layer.b_x[kReset] == ascending(2, 2002));
  CHECK(layer.b_x[kCandidate] == ascending(2, 2004));
  CHECK(layer.b_h[kUpdate] == ascending(2, 2006));
  CHECK(layer.b_h[kReset] == ascending(2, 2008));
  CHECK(layer.b_h[kCandidate] == ascending(2, 2010));
  CHECK_FALSE(network.readout);
}

TEST_CASE("a GRU without biases has zeros") {
  OnnxBuilder builder = one_layer(3, 2);
  builder.graph().mutable_node(0)->set_input(3, "");
  const FloatLayer layer = read_model(builder).layers[0];
  for (int gate = 0; gate < kGates; ++gate) {
    CHECK(layer.b_x[gate] == std::vector<float>(2, 0.0f));
    CHECK(layer.b_h[gate] == std::vector<float>(2, 0.0f));
  }
}

TEST_CASE("layers come in the order in which they feed each other, not in the file's") {
  OnnxBuilder builder = two_layers(3, 2, 4);
  builder.graph().mutable_node()->SwapElements(0, 2);
  const FloatNetwork network = read_model(builder);
  REQUIRE(network.layers.size() == 2);
  CHECK(network.layers[0].inputs == 3);
  CHECK(network.layers[1].inputs == 2);
  CHECK(network.layers[1].hidden == 4);
}

TEST_CASE("weights may be float_data or Constant nodes") {
  OnnxBuilder builder;
  builder.input("x", {-1, 1, 1}).output("y");
  builder.floats("W", {1, 3, 1}, {1, 2, 3}, false).constant("R", {1, 3, 1}, {4, 5, 6});
  set_int(builder.node("GRU", {"x", "W", "R"}, {"y"}), "linear_before_reset", 1);
  const FloatLayer layer = read_model(builder).layers[0];
  CHECK(layer.w_x[kReset] == std::vector<float>{2});
  CHECK(layer.w_h[kCandidate] == std::vector<float>{6});
}

TEST_CASE("gates that the file assembles from PyTorch's parameters are put together") {
  OnnxBuilder builder;
  builder.input("x", {-1, 1, 1}).output("y").floats("R", {1, 3, 1}, {4, 5, 6});
  builder.floats("w", {3, 1}, {1, 2, 3});  // PyTorch's r, z, n
  builder.integers("0", {0}).integers("1", {1}).integers("2", {2}).integers("max", {INT64_MAX});
  builder.node("Slice", {"w", "0", "1", "0"}, {"r"});
  builder.node("Slice", {"w", "1", "2", "0"}, {"z"});
  builder.node("Slice", {"w", "2", "max", "0", "1"}, {"h"});
  set_int(builder.node("Concat", {"z", "r", "h"}, {"zrh"}), "axis", 0);
  builder.node("Unsqueeze", {"zrh", "0"}, {"W"});
  set_int(builder.node("GRU", {"x", "W", "R"}, {"y"}), "linear_before_reset", 1);
  const FloatLayer layer = read_model(builder).layers[0];
  CHECK(layer.w_x[kReset] == std::vector<float>{1});
  CHECK(layer.w_x[kUpdate] == std::vector<float>{2});
  CHECK(layer.w_x[kCandidate] == std::vector<float>{3});
}

TEST_CASE("an initial state of zeros is taken however it is made") {
  OnnxBuilder builder = one_layer(3, 2);
  builder.floats("zeros", {1, 1, 2}, {0.0f, -0.0f}).integers("shape", {1, 1, 2});
  builder.node("ConstantOfShape", {"shape"}, {"filled"});
  builder.node("Expand", {"zeros", "shape"}, {"expanded"});
  builder.node("Slice", {"filled", "axis1"}, {"sliced"});
  set_int(builder.node("Concat", {"sliced", "expanded"}, {"joined"}), "axis", 0);
  const std::string state = GENERATE("zeros", "filled", "expanded", "sliced", "joined");
  builder.graph().mutable_node(0)->add_input("");
  builder.graph().mutable_node(0)->add_input(state);
  CHECK(read_model(builder).layers.size() == 1);
}

TEST_CASE("an initial state that is an input of the network is taken as zero, with one note") {
  OnnxBuilder builder = two_layers(3, 2, 2);
  builder.input("h0", {2, 1, 2}).integers("0", {0}).integers("1", {1}).integers("2", {2});
  builder.node("Slice", {"h0", "0", "1", "0"}, {"below"});
  builder.node("Slice", {"h0", "1", "2", "0"}, {"above"});
  for (onnx::NodeProto& node : *builder.graph().mutable_node()) {
    if (node.op_type() != "GRU") continue;
    node.add_input("");
    node.add_input(node.name() == "top" ? "above" : "below");
  }
  std::vector<std::string> notes;
  CHECK(read_model(builder, &notes).layers.size() == 2);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] ==
        "the initial state is the network's input 'h0': taken as zero, from which the accelerator "
        "starts");
}

TEST_CASE("opsets 11 to 22 are read") {
  OnnxBuilder builder = one_layer();
  builder.model().mutable_opset_import(0)->set_version(GENERATE(11, 17, 22));
  CHECK(read_model(builder).layers.size() == 1);
}

TEST_CASE("the usual attributes may be written out") {
  OnnxBuilder builder = one_layer();
  onnx::NodeProto& gru = *builder.graph().mutable_node(0);
  set_string(gru, "direction", "forward");
  set_int(gru, "layout", 0);
  onnx::AttributeProto& list = *gru.add_attribute();
  list.set_name("activations");
  list.add_strings("Sigmoid");
  list.add_strings("Tanh");
  CHECK(read_model(builder).layers.size() == 1);
}

TEST_CASE("axes may be renamed between layers as long as time and features stay") {
  OnnxBuilder builder = one_layer(3, 2);
  builder.graph().mutable_node()->RemoveLast();
  set_ints(builder.node("Transpose", {"gru_Y"}, {"t"}), "perm", {0, 2, 1, 3});
  builder.integers(
      "shape", GENERATE(std::vector<std::int64_t>{0, 0, -1}, std::vector<std::int64_t>{-1, 1, 2},
                        std::vector<std::int64_t>{0, 1, 2}));
  builder.node("Reshape", {"t", "shape"}, {"y"});
  builder.gru("top", "y", 2, 4);
  CHECK(read_model(builder).layers.size() == 2);
}

TEST_CASE("a 2-D input gets its batch axis by Unsqueeze") {
  OnnxBuilder builder;
  builder.input("x", {-1, 3}).integers("axis1", {1}).output("gru_Y");
  builder.node("Unsqueeze", {"x", "axis1"}, {"x3"});
  builder.gru("gru", "x3", 3, 2);
  CHECK(read_model(builder).layers[0].inputs == 3);
}

TEST_CASE("an input of unknown shape is taken") {
  OnnxBuilder builder = one_layer();
  builder.graph().mutable_input(0)->clear_type();
  CHECK(read_model(builder).layers.size() == 1);
}

TEST_CASE("initialisers that are also graph inputs stay initialisers") {
  OnnxBuilder builder = one_layer();
  builder.input("gru_W", {1, 6, 3});
  CHECK(read_model(builder).layers.size() == 1);
}

TEST_CASE("the shipped digits network is read") {
  const std::filesystem::path path =
      std::filesystem::path(__FILE__).parent_path() / "../../traces/digits/digits.onnx";
  if (!std::filesystem::exists(path)) {
    WARN("traces/digits/digits.onnx is not there: nothing read");
    return;
  }
  const FloatNetwork network = read_onnx(path);
  REQUIRE_FALSE(network.layers.empty());
  REQUIRE(network.readout);
  CHECK(network.readout->hidden == network.layers.back().hidden);
}
