#pragma once

#include <string>
#include <vector>

#include "tests/arith/float_layers.hpp"
#include "tests/cli/run_program.hpp"
#include "tests/formats/network_model.hpp"
#include "tests/formats/npy_bytes.hpp"

namespace drnn::test {

/// A small trained network with random features, as files of a user's own.
class SmallWorkload {
 public:
  static constexpr int kInputs = 4, kHidden = 6, kClasses = 3, kSequences = 5, kSteps = 15;

  explicit SmallWorkload(std::uint64_t seed, ReadoutSteps steps = ReadoutSteps::each) {
    RandomSource random(seed);
    network.layers = {random_float_layer(kInputs, kHidden, 0.9, random)};
    Readout readout;
    readout.classes = kClasses;
    readout.hidden = kHidden;
    readout.steps = steps;
    for (int i = 0; i < kClasses * kHidden; ++i)
      readout.weight.push_back(static_cast<float>(random.between(-1000, 1000)) / 500);
    for (int i = 0; i < kClasses; ++i)
      readout.bias.push_back(static_cast<float>(random.between(-100, 100)) / 500);
    network.readout = readout;
    for (int s = 0; s < kSequences; ++s) {
      std::vector<float>& x = features.emplace_back();
      for (int i = 0; i < kSteps * kInputs; ++i)
        x.push_back(static_cast<float>(random.between(-700, 700)) / 256);
    }
  }

  /// Writes network and features; returns the options that name them.
  std::string write() const {
    const auto model = folder.write("net.onnx", network_model(network).bytes());
    for (std::size_t s = 0; s < features.size(); ++s)
      folder.write("x/" + file(s), array(features[s], kInputs));
    return "--network '" + model.string() + "' --input '" + (folder.path() / "x").string() + "' ";
  }

  static std::string file(std::size_t sequence) { return std::to_string(sequence) + ".npy"; }

  /// (values / columns, columns), float32.
  static std::string array(const std::vector<float>& values, std::size_t columns) {
    const std::string shape =
        "(" + std::to_string(values.size() / columns) + ", " + std::to_string(columns) + ")";
    return npy("<f4", shape, data_of(values));
  }

  /// A CSV beside the features, with this column and one value a sequence.
  std::string labels(const std::string& column, const std::vector<std::string>& values) const {
    std::string text = "file," + column + "\n";
    for (std::size_t s = 0; s < values.size(); ++s) text += file(s) + "," + values[s] + "\n";
    return "--labels '" + folder.write("x/labels.csv", text).string() + "' ";
  }

  TemporaryFolder folder;
  FloatNetwork network;
  std::vector<std::vector<float>> features;
};

}  // namespace drnn::test
