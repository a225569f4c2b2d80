// Prints what read_onnx() makes of a file, for the oracles in Python: a line of sizes, then one
// line a tensor: its name and its values in hexadecimal floating point. With features: also the
// last layer's h of every step, as the float network computes it.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "model/arith/float_gru.hpp"
#include "sim/formats/onnx_reader.hpp"
#include "tests/formats/whole_features.hpp"

namespace {

void print(const std::string& name, const std::vector<float>& values) {
  std::printf("%s", name.c_str());
  for (const float value : values) std::printf(" %a", static_cast<double>(value));
  std::printf("\n");
}

void print(const char* name, const std::vector<double>& values) {
  std::printf("%s", name);
  for (const double value : values) std::printf(" %a", value);
  std::printf("\n");
}

void print(const drnn::FloatLayer& layer, std::size_t index) {
  const char* const gates[drnn::kGates] = {"r", "u", "c"};
  const std::string prefix = "layer" + std::to_string(index);
  std::printf("%s.sizes %d %d\n", prefix.c_str(), layer.inputs, layer.hidden);
  for (int gate = 0; gate < drnn::kGates; ++gate) {
    print(prefix + ".w_x." + gates[gate], layer.w_x[gate]);
    print(prefix + ".w_h." + gates[gate], layer.w_h[gate]);
    print(prefix + ".b_x." + gates[gate], layer.b_x[gate]);
    print(prefix + ".b_h." + gates[gate], layer.b_h[gate]);
  }
}

void print(const drnn::Readout& readout) {
  const char* const steps[] = {"each", "last", "mean"};
  std::printf("readout.sizes %d %d\n", readout.classes, readout.hidden);
  std::printf("readout.steps %s\n", steps[static_cast<int>(readout.steps)]);
  std::printf("readout.softmax %d\n", readout.softmax ? 1 : 0);
  print("readout.weight", readout.weight);
  print("readout.bias", readout.bias);
}

void run(const drnn::FloatNetwork& network, const char* features) {
  const drnn::FeatureArray x = drnn::test::read_features(features, network.layers.front().inputs);
  drnn::FloatGru gru(network);
  for (std::int64_t step = 0; step < x.steps; ++step)
    print("h", gru.step(x.real.data() + step * x.features));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: drnn_dump_network FILE.onnx [FEATURES.npy]\n");
    return 2;
  }
  std::vector<std::string> notes;
  const drnn::FloatNetwork network = drnn::read_onnx(argv[1], &notes);
  std::printf("layers %zu\n", network.layers.size());
  for (std::size_t i = 0; i < network.layers.size(); ++i) print(network.layers[i], i);
  if (network.readout) print(*network.readout);
  if (argc == 3) run(network, argv[2]);
  for (const std::string& note : notes) std::fprintf(stderr, "%s\n", note.c_str());
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
