#include "sim/workload_loader.hpp"

#include <filesystem>
#include <stdexcept>

#include "model/arith/hash.hpp"
#include "model/blocks/edgedrnn/edge_network.hpp"
#include "model/config/errors.hpp"
#include "sim/default_workload.hpp"
#include "sim/formats/input_list.hpp"
#include "sim/formats/labels.hpp"
#include "sim/formats/onnx_reader.hpp"
#include "sim/formats/synthetic.hpp"
#include "sim/formats/workload.hpp"
#include "sim/rtl_note.hpp"

namespace drnn {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// The files of a workload, and how they are named in reports.
struct WorkloadFiles {
  fs::path network;
  std::vector<std::string> inputs;
  std::optional<fs::path> labels;
  std::string network_name;
  Json input_names = Json::array();
};

/// A bias column leaves no bias inside the candidate's product with r, so that takes a network of
/// its own.
std::string default_network(const NumericProfile& profile) {
  return profile.bias_path == BiasPath::column ? "digits_edgedrnn.onnx" : "digits.onnx";
}

/// EdgeDRNN takes thousands of cycles a step, so its default is to run fewer of them.
std::string default_inputs(const Parameters& p) {
  return p.accelerator.kind == AcceleratorKind::edgedrnn ? "first_eight.txt" : "features";
}

WorkloadFiles named_files(const RunOptions& options, const Parameters& parameters) {
  WorkloadFiles files;
  files.inputs = options.inputs;
  for (const std::string& input : options.inputs) files.input_names.push_back(input);
  if (options.labels) files.labels = *options.labels;
  if (options.network) {
    files.network = files.network_name = *options.network;
    return files;
  }
  const fs::path folder = default_workload_folder();
  files.network = folder / default_network(parameters.numeric);
  files.network_name = "traces/digits/" + default_network(parameters.numeric);
  if (!files.inputs.empty()) return files;
  files.inputs = {(folder / default_inputs(parameters)).string()};
  files.input_names = {"traces/digits/" + default_inputs(parameters)};
  files.labels = folder / "labels.csv";
  return files;
}

/// A bias that its accumulator cannot hold would silently start at another value.
void check_initial_accumulators(const QuantisedNetwork& network, const NumericProfile& profile,
                                const std::string& name) {
  const int shift =
      profile.activation.frac_bits + profile.weight.frac_bits - profile.bias.frac_bits;
  const FixedFormat accumulator{profile.accumulator_bits, 0};
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const QuantisedLayer& layer = network.layers[l];
    for (const auto* biases : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch})
      for (std::int32_t bias : *biases)
        if (!accumulator.holds(std::int64_t{bias} * (std::int64_t{1} << shift)))
          throw InputError(name + ": layer " + std::to_string(l) + ": a bias of " +
                           std::to_string(to_real(bias, profile.bias)) +
                           " does not fit the accumulators: numeric.accumulator_bits = " +
                           std::to_string(profile.accumulator_bits));
  }
}

/// The memory map has a region for the load image.
void check_load_image(const QuantisedNetwork& network, const std::string& name) {
  std::uint64_t bytes = 0;
  for (const QuantisedLayer& layer : network.layers)
    bytes += 2 * layer.columns.size() + 16 * layer.m_r.size();
  constexpr std::uint64_t kRoom = DRNN_WEIGHTS_BYTES;
  if (bytes > kRoom)
    throw InputError(name + ": weights and biases take " + std::to_string(bytes) +
                     " bytes; the memory's region for them has " + std::to_string(kRoom));
}

std::string hash_weights(const QuantisedNetwork& network) {
  Fnv1a hash;
  for (const QuantisedLayer& layer : network.layers)
    for (std::int16_t weight : layer.columns)
      hash.add(static_cast<std::uint64_t>(std::int64_t{weight}));
  return hash.hex();
}

void check_on_drnn(const QuantisedNetwork& network, const NumericProfile& profile,
                   const std::string& name) {
  check_initial_accumulators(network, profile, name);
  check_load_image(network, name);
}

void check_on_edgedrnn(const QuantisedNetwork& network, int num_pe, const std::string& name) {
  if (const auto fault = edge_network_fault(network, num_pe))
    throw InputError(name + ": EdgeDRNN does not hold " + *fault);
}

QuantisedNetwork quantised(const FloatNetwork& network, const Parameters& p,
                           const std::string& name) {
  try {
    const QuantisedNetwork result = quantise(network, p.numeric);
    if (p.accelerator.kind == AcceleratorKind::edgedrnn)
      check_on_edgedrnn(result, p.mac.num_pe, name);
    else
      check_on_drnn(result, p.numeric, name);
    return result;
  } catch (const std::range_error& error) {
    throw InputError(name + ": " + error.what());
  }
}

Json layer_sizes(const QuantisedNetwork& network) {
  Json sizes = Json::array({network.layers.front().inputs});
  for (const QuantisedLayer& layer : network.layers) sizes.push_back(layer.hidden);
  return sizes;
}

InputSequence to_words(const Sequence& sequence, std::int64_t features,
                       const std::optional<std::int64_t>& limit) {
  InputSequence result;
  const std::int64_t steps = limit ? std::min(*limit, sequence.steps) : sequence.steps;
  result.steps = static_cast<std::uint64_t>(steps);
  for (std::int64_t i = 0; i < steps * features; ++i)
    result.words.push_back(static_cast<std::int16_t>(sequence.x[static_cast<std::size_t>(i)]));
  return result;
}

std::vector<std::vector<int>> read_labels(const fs::path& csv, const std::vector<fs::path>& inputs,
                                          const std::optional<Readout>& readout) {
  if (!readout)
    throw InputError(csv.string() + ": labels need a network with a readout (a linear layer on h)");
  const Labels labels(csv);
  std::vector<std::vector<int>> result;
  // The last class is the blank, which is no label.
  for (const fs::path& input : inputs) result.push_back(labels.of(input, readout->classes - 1));
  return result;
}

LoadedWorkload load_files(const RunOptions& options, const Parameters& parameters) {
  const NumericProfile& profile = parameters.numeric;
  const WorkloadFiles files = named_files(options, parameters);
  LoadedWorkload workload;
  const FloatNetwork network = read_onnx(files.network, &workload.notes);
  workload.network = quantised(network, parameters, files.network_name);
  workload.readout = network.readout;
  const std::int64_t features = workload.network.layers.front().inputs;
  const std::vector<fs::path> inputs = expand_inputs(files.inputs);
  for (const Sequence& sequence : read_sequences(inputs, features, profile.activation))
    workload.sequences.push_back(to_words(sequence, features, options.steps));
  if (files.labels && !options.steps)
    workload.labels = read_labels(*files.labels, inputs, workload.readout);
  workload.name = files.network_name + " on " + files.input_names.front().get<std::string>();
  if (files.input_names.size() > 1)
    workload.name += " and " + std::to_string(files.input_names.size() - 1) + " more";
  workload.description = {{"network",
                           {{"file", files.network_name},
                            {"hash", hash_files({files.network})},
                            {"layers", layer_sizes(workload.network)}}},
                          {"inputs",
                           {{"files", files.input_names},
                            {"hash", hash_files(inputs)},
                            {"sequences", inputs.size()},
                            {"steps", workload.steps()}}},
                          {"synthetic", nullptr}};
  return workload;
}

LoadedWorkload load_synthetic(const std::string& text, const Parameters& parameters,
                              const ThetaEffective& theta) {
  const SyntheticSpec spec = parse_synthetic(text);
  const SyntheticWorkload made =
      make_synthetic(spec, parameters.numeric, {theta.x_raw, theta.h_raw});
  LoadedWorkload workload;
  workload.synthetic = true;
  workload.density_x_asked = spec.density_x;
  workload.density_h_asked = spec.density_h;
  workload.network = quantised(made.network, parameters, "synthetic network");
  workload.sequences = {to_words(made.sequence, spec.inputs, std::nullopt)};
  workload.name = "SYNTHETIC " + to_string(spec);
  workload.description = {{"network",
                           {{"file", nullptr},
                            {"hash", hash_weights(workload.network)},
                            {"layers", layer_sizes(workload.network)}}},
                          {"inputs",
                           {{"files", nullptr},
                            {"hash", hash_sequences({made.sequence})},
                            {"sequences", 1},
                            {"steps", workload.steps()}}},
                          {"synthetic",
                           {{"spec", to_string(spec)},
                            {"seed", spec.seed},
                            {"density_x_asked", spec.density_x},
                            {"density_h_asked", spec.density_h}}}};
  return workload;
}

}  // namespace

std::uint64_t LoadedWorkload::steps() const {
  std::uint64_t steps = 0;
  for (const InputSequence& sequence : sequences) steps += sequence.steps;
  return steps;
}

LoadedWorkload load_workload(const RunOptions& options, const Configuration& configuration) {
  const Parameters& p = configuration.parameters();
  LoadedWorkload workload =
      options.synthetic ? load_synthetic(*options.synthetic, p, configuration.theta_effective())
                        : load_files(options, p);
  if (options.synthetic && options.thetas.size() > 1)
    workload.notes.push_back(
        "the synthetic workload was made for the first threshold and is "
        "the same for all");
  if (const auto note = rtl_note(p)) workload.notes.push_back(*note);
  return workload;
}

}  // namespace drnn
