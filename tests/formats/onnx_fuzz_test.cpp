#include <catch2/catch.hpp>

#include "sim/formats/random.hpp"
#include "tests/formats/onnx_file.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

std::string whole_model() {
  OnnxBuilder builder = two_layers(2, 2, 2);
  builder.floats("w", {2, 3}, ascending(6, 0)).floats("b", {3}, ascending(3, 0));
  builder.node("MatMul", {"z", "w"}, {"product"});
  builder.node("Add", {"product", "b"}, {"logits"});
  builder.output("logits");
  return builder.bytes();
}

/// All sizes must agree: a caller indexes by them.
void check_sizes(const FloatNetwork& network) {
  REQUIRE_FALSE(network.layers.empty());
  for (const FloatLayer& layer : network.layers) {
    for (int gate = 0; gate < kGates; ++gate) {
      const auto hidden = static_cast<std::size_t>(layer.hidden);
      REQUIRE(layer.w_x[gate].size() == hidden * static_cast<std::size_t>(layer.inputs));
      REQUIRE(layer.w_h[gate].size() == hidden * hidden);
      REQUIRE(layer.b_x[gate].size() == hidden);
      REQUIRE(layer.b_h[gate].size() == hidden);
    }
  }
  if (!network.readout) return;
  const auto classes = static_cast<std::size_t>(network.readout->classes);
  REQUIRE(network.readout->hidden == network.layers.back().hidden);
  REQUIRE(network.readout->bias.size() == classes);
  REQUIRE(network.readout->weight.size() ==
          classes * static_cast<std::size_t>(network.readout->hidden));
}

}  // namespace

TEST_CASE("an ONNX file cut at any byte is refused") {
  const TemporaryFolder folder;
  const std::string whole = whole_model();
  check_sizes(read_onnx(folder.write("whole.onnx", whole)));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO("cut to " << size << " of " << whole.size() << " bytes");
    const auto path = folder.write("cut.onnx", whole.substr(0, size));
    error_of([&] { read_onnx(path); });
  }
}

TEST_CASE("an ONNX file with damaged bytes is read or refused, never worse") {
  const TemporaryFolder folder;
  const std::string whole = whole_model();
  const std::uint64_t seed = GENERATE(1u, 2u, 3u, 4u);
  Random random(seed);
  for (int i = 0; i < 2000; ++i) {
    INFO("seed " << seed << ", try " << i);
    std::string damaged = whole;
    for (std::uint64_t n = random.below(3) + 1; n > 0; --n) {
      damaged[random.below(damaged.size())] = static_cast<char>(random.next());
    }
    const auto path = folder.write("damaged.onnx", damaged);
    try {
      check_sizes(read_onnx(path));
    } catch (const InputError&) {
    }
  }
}
