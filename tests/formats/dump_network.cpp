// Prints what read_onnx() makes of a file, for torch_oracle.py: a line of sizes, then one line a
// tensor: its name and its values in hexadecimal floating point.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "sim/formats/onnx_reader.hpp"

namespace {

void print(const std::string& name, const std::vector<float>& values) {
  std::printf("%s", name.c_str());
  for (const float value : values) std::printf(" %a", static_cast<double>(value));
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

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fprintf(stderr, "usage: drnn_dump_network FILE.onnx\n");
    return 2;
  }
  std::vector<std::string> notes;
  const drnn::FloatNetwork network = drnn::read_onnx(argv[1], &notes);
  std::printf("layers %zu\n", network.layers.size());
  for (std::size_t i = 0; i < network.layers.size(); ++i) print(network.layers[i], i);
  if (network.readout) {
    std::printf("readout.sizes %d %d\n", network.readout->classes, network.readout->hidden);
    print("readout.weight", network.readout->weight);
    print("readout.bias", network.readout->bias);
  }
  for (const std::string& note : notes) std::fprintf(stderr, "%s\n", note.c_str());
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
