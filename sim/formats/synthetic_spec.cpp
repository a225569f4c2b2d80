#include "sim/formats/synthetic_spec.hpp"

#include <set>
#include <string_view>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr std::int64_t kLargestLayer = 65536;
constexpr std::size_t kMostLayers = 64;
constexpr std::int64_t kMostSteps = 100'000'000;
constexpr std::int64_t kMostWeights = std::int64_t{1} << 30;
constexpr std::int64_t kMostElements = std::int64_t{1} << 30;

[[noreturn]] void fail(const std::string& reason) {
  throw InputError("--synthetic: " + reason);
}

[[noreturn]] void fail(std::string_view key, std::string_view value, const std::string& allowed) {
  fail(printable(key) + "=" + printable(value) + "; allowed: " + allowed);
}

void parse_layers(std::string_view value, SyntheticSpec& spec) {
  std::vector<int> sizes;
  for (const std::string_view word : split(value, 'x')) {
    const auto size = parse_integer(word);
    if (!size || *size < 1 || *size > kLargestLayer) break;
    sizes.push_back(static_cast<int>(*size));
  }
  const std::size_t words = split(value, 'x').size();
  if (sizes.size() != words || words < 2 || words > kMostLayers + 1) {
    fail("layers", value, "INPUTSxUNITS[xUNITS...], 1 to 64 layers, each size 1 to 65536");
  }
  spec.inputs = sizes.front();
  spec.hidden.assign(sizes.begin() + 1, sizes.end());
}

double parse_density(std::string_view key, std::string_view value) {
  const auto density = parse_real(value);
  if (!density || !(*density >= 0.0 && *density <= 1.0)) fail(key, value, "0 to 1");
  return *density;
}

void parse_pair(std::string_view key, std::string_view value, SyntheticSpec& spec) {
  if (key == "layers") {
    parse_layers(value, spec);
  } else if (key == "steps") {
    const auto steps = parse_integer(value);
    if (!steps || *steps < 1 || *steps > kMostSteps) fail(key, value, "1 to 100000000");
    spec.steps = *steps;
  } else if (key == "density_x") {
    spec.density_x = parse_density(key, value);
  } else if (key == "density_h") {
    spec.density_h = parse_density(key, value);
  } else if (key == "seed") {
    const auto seed = parse_unsigned(value);
    if (!seed) fail(key, value, "0 to 18446744073709551615");
    spec.seed = *seed;
  } else {
    fail("unknown key '" + printable(key) +
         "'; allowed: layers, steps, density_x, density_h, seed");
  }
}

/// Weights must fit into the memory of an ordinary machine, inputs into its temporary files.
void check_size(const SyntheticSpec& spec) {
  std::int64_t weights = 0;
  std::int64_t inputs = spec.inputs;
  for (const std::int64_t hidden : spec.hidden) {
    weights += 3 * hidden * (inputs + hidden);
    inputs = hidden;
  }
  if (weights > kMostWeights) {
    fail("layers: " + std::to_string(weights) + " weights; allowed: at most 2^30");
  }
  if (spec.steps * spec.inputs > kMostElements) {
    fail("steps=" + std::to_string(spec.steps) + " with " + std::to_string(spec.inputs) +
         " inputs; allowed: steps * inputs at most 2^30");
  }
}

}  // namespace

SyntheticSpec parse_synthetic(const std::string& text) {
  SyntheticSpec spec;
  std::set<std::string_view> seen;
  for (const std::string_view pair : split(text, ',')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) {
      fail("'" + printable(pair) + "' is no key=value");
    }
    const std::string_view key = trim(pair.substr(0, equals));
    if (!seen.insert(key).second) fail("key '" + printable(key) + "' is there twice");
    parse_pair(key, trim(pair.substr(equals + 1)), spec);
  }
  for (const char* required : {"layers", "steps"}) {
    if (seen.count(required) == 0) fail(std::string("key '") + required + "' is missing");
  }
  check_size(spec);
  return spec;
}

std::string to_string(const SyntheticSpec& spec) {
  std::string text = "layers=" + std::to_string(spec.inputs);
  for (const int hidden : spec.hidden) text += "x" + std::to_string(hidden);
  return text + ",steps=" + std::to_string(spec.steps) + ",density_x=" + to_text(spec.density_x) +
         ",density_h=" + to_text(spec.density_h) + ",seed=" + std::to_string(spec.seed);
}

}  // namespace drnn
