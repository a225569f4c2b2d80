#include <catch2/catch.hpp>
#include <limits>

#include "tests/formats/onnx_file.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

onnx::NodeProto& gru_of(OnnxBuilder& builder) {
  return *builder.graph().mutable_node(0);
}

onnx::TensorProto& tensor(OnnxBuilder& builder, int index) {
  return *builder.graph().mutable_initializer(index);
}

/// The GRU of one_layer() with one attribute more.
template <typename Change>
std::string refusal_of_gru(Change change) {
  OnnxBuilder builder = one_layer();
  change(gru_of(builder));
  return refusal(builder);
}

}  // namespace

TEST_CASE("other recurrent operators are refused by name") {
  const std::string op = GENERATE("LSTM", "RNN");
  const std::string error = refusal_of_gru([&](auto& gru) { gru.set_op_type(op); });
  CHECK_THAT(error, Contains("node 'gru' (" + op + "): "));
}

TEST_CASE("linear_before_reset 0 is refused with the reason, also where it is left out") {
  const bool left_out = GENERATE(true, false);
  const std::string error = refusal_of_gru([&](auto& gru) {
    gru.mutable_attribute()->RemoveLast();
    if (!left_out) set_int(gru, "linear_before_reset", 0);
  });
  CHECK_THAT(error, Contains("node 'gru' (GRU)") && Contains("before the recurrent product"));
}

TEST_CASE("forms of the operator that the accelerator lacks are refused by name") {
  CHECK_THAT(refusal_of_gru([](auto& n) { set_string(n, "direction", "reverse"); }),
             Contains("direction 'reverse'"));
  CHECK_THAT(refusal_of_gru([](auto& n) { set_string(n, "direction", "bidirectional"); }),
             Contains("direction 'bidirectional'"));
  CHECK_THAT(refusal_of_gru([](auto& n) { set_float(n, "clip", 1); }), Contains("'clip'"));
  CHECK_THAT(refusal_of_gru([](auto& n) { set_int(n, "layout", 1); }), Contains("layout 1"));
  CHECK_THAT(refusal_of_gru([](auto& n) { set_int(n, "new_one", 1); }), Contains("'new_one'"));
  CHECK_THAT(refusal_of_gru([](auto& n) { set_float(n, "activation_alpha", 1); }),
             Contains("'activation_alpha'"));
  CHECK_THAT(refusal_of_gru([](auto& n) { set_string(n, "layout", "x"); }), Contains("no integer"));
  CHECK_THAT(refusal_of_gru([](auto& n) {
               auto& list = set_string(n, "activations", "");
               list.add_strings("Relu");
               list.add_strings("Tanh");
             }),
             Contains("custom activations"));
  CHECK_THAT(refusal_of_gru([](auto& n) { n.add_input("axis1"); }), Contains("sequence_lens"));
}

TEST_CASE("an initial state that is not zero is refused by name") {
  OnnxBuilder builder = one_layer(3, 2);
  gru_of(builder).add_input("");
  gru_of(builder).add_input("h0");
  SECTION("a value") {
    builder.floats("h0", {1, 1, 2}, {0, 0.5f});
    CHECK_THAT(refusal(builder), Contains("'h0' is not known to be zero"));
  }
  SECTION("the features") {
    builder.node("Identity", {"x"}, {"h0"});
    CHECK_THAT(refusal(builder), Contains("'h0' is not known to be zero"));
  }
  SECTION("a fill other than zero") {
    builder.node("ConstantOfShape", {"axis1"}, {"h0"});
    auto& value = *builder.graph().mutable_node(2)->add_attribute();
    value.set_name("value");
    value.mutable_t()->set_data_type(onnx::TensorProto::FLOAT);
    value.mutable_t()->add_dims(1);
    value.mutable_t()->add_float_data(1);
    CHECK_THAT(refusal(builder), Contains("not known to be zero"));
  }
  SECTION("another operator") {
    builder.node("Relu", {"x"}, {"h0"});
    CHECK_THAT(refusal(builder), Contains("not known to be zero"));
  }
}

TEST_CASE("nodes between layers that do more than rename axes are refused by name") {
  OnnxBuilder builder = one_layer(3, 2);
  SECTION("Relu") {
    builder.node("Relu", {"y"}, {"r"});
    builder.gru("top", "r", 2, 4);
    CHECK_THAT(refusal(builder), Contains("node 'n_r' (Relu)") && Contains("'top'"));
  }
  SECTION("another vendor's Identity") {
    builder.node("Identity", {"y"}, {"r"}).set_domain("com.acme");
    builder.gru("top", "r", 2, 4);
    CHECK_THAT(refusal(builder), Contains("(com.acme.Identity)"));
  }
  SECTION("the final state") {
    builder.gru("top", "gru_Yh", 2, 4);
    CHECK_THAT(refusal(builder), Contains("node 'gru' (GRU)"));
  }
  SECTION("time and batch swapped") {
    set_ints(builder.node("Transpose", {"y"}, {"t"}), "perm", {1, 0, 2});
    builder.gru("top", "t", 2, 4);
    CHECK_THAT(refusal(builder), Contains("not laid out"));
  }
  SECTION("time moved into the batch") {
    builder.integers("shape", {1, -1, 2}).node("Reshape", {"y", "shape"}, {"t"});
    builder.gru("top", "t", 2, 4);
    CHECK_THAT(refusal(builder), Contains("may mix"));
  }
  SECTION("the axis of time removed") {
    builder.integers("axis0", {0}).node("Squeeze", {"y", "axis0"}, {"t"});
    builder.gru("top", "t", 2, 4);
    CHECK_THAT(refusal(builder), Contains("removes the axis"));
  }
  SECTION("an axis that is none") {
    builder.integers("axis9", {9}).node("Squeeze", {"y", "axis9"}, {"t"});
    builder.gru("top", "t", 2, 4);
    CHECK_THAT(refusal(builder), Contains("axis 9"));
  }
}

TEST_CASE("networks that are no chain of GRUs are refused") {
  SECTION("no GRU") {
    OnnxBuilder builder;
    builder.input("x", {1}).output("x");
    CHECK_THAT(refusal(builder), Contains("no GRU"));
  }
  SECTION("two on one input") {
    OnnxBuilder builder = one_layer();
    builder.gru("other", "x", 3, 2);
    CHECK_THAT(refusal(builder), Contains("second GRU on the graph's input"));
  }
  SECTION("two on one layer") {
    OnnxBuilder builder = two_layers();
    builder.gru("other", "y", 2, 2);
    CHECK_THAT(refusal(builder), Contains("second layer on the same GRU"));
  }
  SECTION("a ring") {
    OnnxBuilder builder = two_layers(2, 2, 2);
    gru_of(builder).set_input(0, "z");
    CHECK_THAT(refusal(builder), Contains("one chain"));
  }
  SECTION("a ring of other nodes") {
    OnnxBuilder builder = one_layer();
    builder.node("Identity", {"b"}, {"a"});
    builder.node("Identity", {"a"}, {"b"});
    gru_of(builder).set_input(0, "a");
    CHECK_THAT(refusal(builder), Contains("cycle"));
  }
  SECTION("an input from nowhere") {
    OnnxBuilder builder = one_layer();
    gru_of(builder).set_input(0, "nowhere");
    CHECK_THAT(refusal(builder), Contains("'nowhere'"));
  }
  SECTION("layers whose sizes do not meet") {
    OnnxBuilder builder = one_layer(3, 2);
    builder.gru("top", "y", 5, 4);
    CHECK_THAT(refusal(builder), Contains("5 inputs") && Contains("2 units"));
  }
  SECTION("an input of another width") {
    OnnxBuilder builder = one_layer(3, 2);
    builder.graph().clear_input();
    builder.input("x", {-1, 1, 4});
    CHECK_THAT(refusal(builder), Contains("4 features"));
  }
  SECTION("batch first without a Transpose") {
    OnnxBuilder builder;
    builder.input("x", {-1, 3}).integers("axis0", {0}).output("gru_Y");
    builder.node("Unsqueeze", {"x", "axis0"}, {"x3"});
    builder.gru("gru", "x3", 3, 2);
    CHECK_THAT(refusal(builder), Contains("not laid out"));
  }
}

TEST_CASE("weights of another shape, type or size are refused by node") {
  OnnxBuilder builder = one_layer(3, 2);  // initialisers 0, 1, 2: W, R, B
  SECTION("dims that do not hold the data") {
    tensor(builder, GENERATE(0, 1, 2)).set_dims(1, GENERATE(5, 7, 1000000007));
    CHECK_THAT(refusal(builder), Contains("node 'gru' (GRU)") && Contains("other data"));
  }
  SECTION("negative and overflowing dims") {
    tensor(builder, GENERATE(0, 1, 2)).set_dims(0, GENERATE(-1, INT64_MAX, INT64_MIN));
    CHECK_THAT(refusal(builder), Contains("other data"));
  }
  SECTION("W for another number of units") {
    tensor(builder, 0).set_dims(1, 3);
    tensor(builder, 0).set_dims(2, 6);
    CHECK_THAT(refusal(builder), Contains("W has the shape (1, 3, 6)"));
  }
  SECTION("R that is not square") {
    tensor(builder, 1).set_dims(1, 4);
    tensor(builder, 1).set_dims(2, 3);
    CHECK_THAT(refusal(builder), Contains("R has the shape (1, 4, 3)"));
  }
  SECTION("two directions") {
    tensor(builder, 1).set_dims(0, 2);
    tensor(builder, 1).set_dims(1, 3);
    CHECK_THAT(refusal(builder), Contains("R has the shape (2, 3, 2)"));
  }
  SECTION("B of another rank") {
    tensor(builder, 2).clear_dims();
    tensor(builder, 2).add_dims(12);
    CHECK_THAT(refusal(builder), Contains("B has the shape (12)"));
  }
  SECTION("no units") {
    tensor(builder, 1).clear_raw_data();
    tensor(builder, 1).set_raw_data("");
    tensor(builder, 1).set_dims(1, 0);
    tensor(builder, 1).set_dims(2, 0);
    CHECK_THAT(refusal(builder), Contains("R has the shape (1, 0, 0)"));
  }
  SECTION("hidden_size that says otherwise") {
    gru_of(builder).mutable_attribute(0)->set_i(3);
    CHECK_THAT(refusal(builder), Contains("hidden_size is 3"));
  }
  SECTION("another type") {
    tensor(builder, 0).set_data_type(onnx::TensorProto::FLOAT16);
    CHECK_THAT(refusal(builder), Contains("FLOAT16"));
  }
  SECTION("a type that does not exist") {
    tensor(builder, 0).set_data_type(12345);
    CHECK_THAT(refusal(builder), Contains("12345"));
  }
  SECTION("data in another file") {
    tensor(builder, 0).set_data_location(onnx::TensorProto::EXTERNAL);
    CHECK_THAT(refusal(builder), Contains("another file"));
  }
  SECTION("a value that is not finite") {
    std::vector<float> values = ascending(12, 0);
    values[7] = std::numeric_limits<float>::quiet_NaN();
    tensor(builder, 1).clear_raw_data();
    for (const float value : values) tensor(builder, 1).add_float_data(value);
    CHECK_THAT(refusal(builder), Contains("R is not finite at index 7"));
  }
  SECTION("no weights") {
    gru_of(builder).set_input(1, "");
    CHECK_THAT(refusal(builder), Contains("has no W"));
  }
  SECTION("weights that are an input") {
    builder.input("w", {1, 6, 3});
    gru_of(builder).set_input(1, "w");
    CHECK_THAT(refusal(builder), Contains("'w' must be a constant"));
  }
  SECTION("weights that are computed") {
    builder.node("Mul", {"gru_W", "gru_W"}, {"w"});
    gru_of(builder).set_input(1, "w");
    CHECK_THAT(refusal(builder), Contains("(Mul)"));
  }
  SECTION("weights made of themselves") {
    builder.node("Identity", {"w"}, {"w"});
    gru_of(builder).set_input(1, "w");
    CHECK_THAT(refusal(builder), Contains("too deeply"));
  }
}

TEST_CASE("constants that grow beyond the file are refused") {
  OnnxBuilder builder = one_layer();
  std::string last = "gru_W";
  for (int i = 0; i < 40; ++i) {
    const std::string next = "double" + std::to_string(i);
    set_int(builder.node("Concat", {last, last}, {next}), "axis", 0);
    last = next;
  }
  gru_of(builder).set_input(1, last);
  CHECK_THAT(refusal(builder), Contains("larger than the file"));
}

TEST_CASE("a GRU without inputs is refused") {
  CHECK_THAT(refusal_of_gru([](auto& gru) { gru.clear_input(); }), Contains("node 'gru' (GRU)"));
}

TEST_CASE("names that are defined twice are refused") {
  OnnxBuilder builder = one_layer();
  SECTION("an initialiser") {
    builder.floats("gru_W", {1}, {1});
    CHECK_THAT(refusal(builder), Contains("'gru_W' is there twice"));
  }
  SECTION("an output") {
    builder.node("Identity", {"x"}, {"y"});
    CHECK_THAT(refusal(builder), Contains("'y' is defined twice"));
  }
}

TEST_CASE("opsets outside 11 to 22 are refused by number") {
  OnnxBuilder builder = one_layer();
  const int opset = GENERATE(10, 23, -1);
  builder.model().mutable_opset_import(0)->set_version(opset);
  CHECK_THAT(refusal(builder), Contains("opset " + std::to_string(opset)));
}

TEST_CASE("what is no ONNX model is refused") {
  const TemporaryFolder folder;
  const auto error = [](const std::filesystem::path& path) {
    return error_of([&] { read_onnx(path); });
  };
  CHECK_THAT(error(folder.write("empty", "")), Contains("not a complete ONNX model"));
  CHECK_THAT(error(folder.write("text", "file,labels\n")), Contains("not a complete ONNX model"));
  CHECK_THAT(error(folder.write("zeros", std::string(100, '\0'))), Contains("not a complete"));
  CHECK_THAT(error(folder.path() / "absent.onnx"), Contains("absent.onnx: no such file"));
  CHECK_THAT(error(folder.path()), Contains("not a regular file"));
}

TEST_CASE("a name full of control characters stays on one line") {
  const std::string error = refusal_of_gru([](auto& gru) {
    gru.set_name("a\nb\r" + std::string(5000, 'x'));
    gru.set_op_type("LSTM");
  });
  CHECK(error.size() < 500);
}
