// The untimed network against output words recorded from the authors' RTL. The recordings are no
// part of the project: where they are absent the test prints a line that CTest reports as skipped.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/arith/delta_gru.hpp"

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::int32_t>;

constexpr const char* kConfigSuffix = "_config.csv";

fs::path data_folder() {
  const char* shared = std::getenv("DRNN_SHARED_DIR");
  return fs::path(shared != nullptr ? shared : DRNN_DEFAULT_SHARED_DIR) / "edgedrnn";
}

std::ifstream opened(const fs::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return file;
}

/// Two's complement words of `digits` hexadecimal digits; the rightmost of a line comes first.
Words read_hex(const fs::path& path, std::size_t digits) {
  std::ifstream file = opened(path);
  Words words;
  for (std::string line; std::getline(file, line);) {
    for (std::size_t end = line.size(); end >= digits; end -= digits) {
      const auto raw = std::stoll(line.substr(end - digits, digits), nullptr, 16);
      words.push_back(static_cast<std::int32_t>(drnn::wrap_to(raw, static_cast<int>(4 * digits))));
    }
  }
  return words;
}

/// One recorded run.
struct Case {
  std::string name;
  fs::path folder;
  std::vector<int> sizes;  ///< inputs, then the units of each layer
  drnn::DeltaSettings settings;
  int steps = 0;
  std::map<std::string, std::string> values;

  fs::path file(const std::string& key) const {
    const auto named = values.find(key);
    return folder / (named != values.end() ? named->second : name + "_" + key + ".hex");
  }
};

Case read_case(const fs::path& config) {
  Case c;
  const std::string file_name = config.filename().string();
  c.name = file_name.substr(0, file_name.size() - std::string(kConfigSuffix).size());
  c.folder = config.parent_path();
  std::ifstream file = opened(config);
  for (std::string line; std::getline(file, line);) {
    line.erase(
        std::remove_if(line.begin(), line.end(), [](char x) { return x == '"' || x == '\r'; }),
        line.end());
    const std::size_t comma = line.find(',');
    c.values[line.substr(0, comma)] = line.substr(comma + 1);
  }
  std::istringstream sizes(c.values.at("layer_sizes"));
  for (int size; sizes >> size;) c.sizes.push_back(size);
  c.settings = {std::stoi(c.values.at("thx_q8_8")), std::stoi(c.values.at("thh_q8_8")), true};
  c.steps = std::stoi(c.values.at("steps"));
  return c;
}

std::vector<Case> cases_in(const fs::path& folder) {
  std::vector<Case> cases;
  if (!fs::is_directory(folder)) return cases;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::size_t at = name.rfind(kConfigSuffix);
    if (at != std::string::npos) cases.push_back(read_case(entry.path()));
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

drnn::QuantisedNetwork read_network(const Case& c) {
  const Words bytes = read_hex(c.file("params"), 2);
  drnn::QuantisedNetwork network;
  auto next = bytes.begin();
  for (std::size_t l = 1; l < c.sizes.size(); ++l) {
    drnn::QuantisedLayer layer;
    layer.inputs = c.sizes[l - 1];
    layer.hidden = c.sizes[l];
    layer.bias_columns = 1;
    const auto count = std::ptrdiff_t{layer.column_count()} * drnn::kGates * layer.hidden;
    if (bytes.end() - next < count) throw std::runtime_error(c.name + ": too few weights");
    layer.columns.assign(next, next + count);
    next += count;
    for (auto* m : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch}) {
      m->assign(static_cast<std::size_t>(layer.hidden), 0);
    }
    network.layers.push_back(std::move(layer));
  }
  if (next != bytes.end()) throw std::runtime_error(c.name + ": weights left over");
  return network;
}

/// The last layer's h of all steps.
Words simulate(const Case& c) {
  const drnn::QuantisedNetwork quantised = read_network(c);
  drnn::DeltaGruNetwork network(quantised, drnn::numeric_profile("edgedrnn"), c.settings);
  const Words x = read_hex(c.file("stim"), 4);
  const auto inputs = static_cast<std::size_t>(c.sizes.front());
  REQUIRE(x.size() >= inputs * static_cast<std::size_t>(c.steps));
  Words outputs;
  for (std::size_t t = 0; t < static_cast<std::size_t>(c.steps); ++t) {
    const Words& h = network.step(x.data() + t * inputs);
    outputs.insert(outputs.end(), h.begin(), h.end());
  }
  return outputs;
}

std::size_t first_difference(const Words& a, const Words& b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

}  // namespace

TEST_CASE("the untimed network gives every output word of the recorded EdgeDRNN runs") {
  const std::vector<Case> cases = cases_in(data_folder());
  if (cases.empty()) {
    std::cout << "SKIPPED: no conformance data in " << data_folder() << "\n";
    return;
  }
  for (const Case& c : cases) {
    const Words expected = read_hex(c.folder / (c.name + "_out.hex"), 4);
    const Words outputs = simulate(c);
    CAPTURE(c.name, outputs.size(), expected.size());
    const std::size_t at = first_difference(outputs, expected);
    CAPTURE(at);
    CHECK(outputs == expected);
  }
}
