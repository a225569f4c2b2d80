#include "sim/workload_loader.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <memory>
#include <stdexcept>

#include "model/arith/delta_gru.hpp"
#include "model/arith/hash.hpp"
#include "model/blocks/edgedrnn/edge_network.hpp"
#include "model/config/errors.hpp"
#include "model/spool/rows.hpp"
#include "sim/formats/onnx_reader.hpp"
#include "sim/formats/quantise_features.hpp"
#include "sim/formats/synthetic.hpp"
#include "sim/formats/workload.hpp"
#include "sim/range_report.hpp"
#include "sim/rtl_note.hpp"
#include "sim/workload_files.hpp"
#include "sim/workload_scoring.hpp"
#include "tlm/ps_config.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// One accumulator's initial values, and its scale.
struct InitialSums {
  const std::vector<std::int32_t>& biases;
  int AccumulatorScales::*scale;
};

/// A bias that its accumulator cannot hold would silently start at another value.
void check_initial_accumulators(const QuantisedNetwork& network, NumericProfile profile,
                                const std::string& name) {
  const int bits = profile.accumulator_bits;
  profile.accumulator_bits = 64;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const QuantisedLayer& layer = network.layers[l];
    for (const InitialSums& sums : {InitialSums{layer.m_r, &AccumulatorScales::r},
                                    InitialSums{layer.m_u, &AccumulatorScales::u},
                                    InitialSums{layer.m_cx, &AccumulatorScales::cx},
                                    InitialSums{layer.m_ch, &AccumulatorScales::ch}})
      for (const std::int32_t bias : sums.biases)
        if (!FixedFormat{bits, 0}.holds(initial_accumulator(
                bias, profile, layer.scales.weights.*sums.scale, layer.scales.biases.*sums.scale)))
          throw InputError(
              name + ": layer " + std::to_string(l) + ": a bias of " +
              std::to_string(
                  std::ldexp(to_real(bias, profile.bias), layer.scales.biases.*sums.scale)) +
              " does not fit the accumulators: numeric.accumulator_bits = " + std::to_string(bits));
  }
}

/// The memory map has a region for the load image.
void check_load_image(const QuantisedNetwork& network, const Parameters& parameters,
                      const std::string& name) {
  std::uint64_t bytes = 0;
  for (const QuantisedLayer& layer : network.layers)
    bytes += 2 * layer.columns.size() + 16 * layer.m_r.size();
  const std::uint64_t room = driver_config(parameters).weights_bytes;
  if (bytes > room)
    throw InputError(name + ": weights and biases take " + std::to_string(bytes) +
                     " bytes; the memory's region for them has " + std::to_string(room) +
                     ", half of what ddr.device and ddr.chips give");
}

std::string hash_weights(const QuantisedNetwork& network) {
  Fnv1a hash;
  for (const QuantisedLayer& layer : network.layers)
    for (std::int16_t weight : layer.columns)
      hash.add(static_cast<std::uint64_t>(std::int64_t{weight}));
  return hash.hex();
}

void check_on_drnn(const QuantisedNetwork& network, const Parameters& parameters,
                   const std::string& name) {
  check_initial_accumulators(network, parameters.numeric, name);
  check_load_image(network, parameters, name);
}

void check_on_edgedrnn(const QuantisedNetwork& network, int num_pe, const std::string& name) {
  if (const auto fault = edge_network_fault(network, num_pe))
    throw InputError(name + ": EdgeDRNN does not hold " + *fault);
}

/// Quantises workload.trained, whose inputs are already scaled.
void quantise_network(LoadedWorkload& workload, const Parameters& parameters,
                      const std::string& name) {
  workload.network_name = name;
  const Parameters::Quantisation& asked = parameters.quantisation;
  const QuantisationOptions options{asked.saturate, asked.scale,
                                    workload.quantisation.feature_scale};
  try {
    workload.network =
        quantise(workload.trained, parameters.numeric, options, &workload.quantisation.network);
  } catch (const std::range_error& error) {
    throw InputError(name + ": " + error.what());
  }
}

Json layer_sizes(const QuantisedNetwork& network) {
  Json sizes = Json::array({network.layers.front().inputs});
  for (const QuantisedLayer& layer : network.layers) sizes.push_back(layer.hidden);
  return sizes;
}

/// Reads the files' features, of each sequence only the first options.steps.
void read_all_features(const WorkloadOptions& options, const WorkloadFiles& files,
                       const FixedFormat& format, LoadedWorkload& workload) {
  auto features = std::make_shared<Spool<double>>();
  for (const std::filesystem::path& path : files.inputs) {
    FeatureFile file(path, workload.trained.layers.front().inputs);
    const std::int64_t steps = std::min(file.steps(), options.steps.value_or(file.steps()));
    const std::uint64_t first = features->size();
    for_each_part(file, steps, [&](const FeatureArray& part) {
      const std::vector<double> real = real_features(part, format);
      features->append(real.data(), real.size());
    });
    workload.features.emplace_back(features, first, features->size() - first);
  }
}

/// names: of the sequences, for messages.
void quantise_all_features(LoadedWorkload& workload, const std::vector<std::string>& names,
                           const Parameters& parameters) {
  const FeatureOptions options{parameters.quantisation.saturate,
                               workload.quantisation.feature_scale};
  const std::int64_t inputs = workload.trained.layers.front().inputs;
  auto words = std::make_shared<Spool<std::int16_t>>();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const SpooledValues<double>& features = workload.features[i];
    const auto width = static_cast<std::size_t>(inputs);
    const std::uint64_t steps = features.size() / width, begin = words->size();
    for_each_stretch(steps, width, [&](std::uint64_t first, std::size_t count) {
      const FeatureArray part{names[i],
                              static_cast<std::int64_t>(count),
                              inputs,
                              FeatureType::float64,
                              features.read(first * width, count * width),
                              {},
                              static_cast<std::int64_t>(first)};
      for (const std::int32_t x : quantise_features(part, parameters.numeric.activation, options,
                                                    workload.quantisation.saturated_features))
        words->append(static_cast<std::int16_t>(x));
    });
    workload.sequences.push_back({steps, {words, begin, words->size() - begin}});
  }
}

void report_ranges(LoadedWorkload& workload, const TensorRange& features,
                   const NumericProfile& profile, std::ostream* out) {
  if (out == nullptr) return;
  workload.ranges = tensor_ranges(workload.trained, profile, workload.quantisation.feature_scale);
  workload.ranges.insert(workload.ranges.begin(), features);
  print_ranges(*out, workload.ranges);
}

void note_quantisation(LoadedWorkload& workload) {
  const QuantisationRecord& q = workload.quantisation;
  if (q.feature_scale > 0)
    workload.notes.push_back("features are divided by 2^" + std::to_string(q.feature_scale) +
                             "; theta_x counts in what remains, in the first layer");
}

std::vector<std::string> names_of(const WorkloadFiles& files) {
  std::vector<std::string> names;
  for (const std::filesystem::path& path : files.inputs) names.push_back(path.string());
  return names;
}

/// Null where nobody asks for it.
Json asked_hash(const WorkloadOptions& options, const std::vector<std::filesystem::path>& paths) {
  return options.hashed ? Json(hash_files(paths)) : Json(nullptr);
}

LoadedWorkload load_files(const WorkloadOptions& options, const Parameters& parameters,
                          std::ostream* ranges) {
  WorkloadFiles files = workload_files(options, parameters);
  LoadedWorkload workload;
  workload.name = files.name();
  workload.trained = read_onnx(files.network, &workload.notes);
  files.expand();
  std::future<Json> hash_of_inputs =
      std::async(options.hashed ? std::launch::async : std::launch::deferred,
                 [&] { return asked_hash(options, files.inputs); });
  read_all_features(options, files, parameters.numeric.activation, workload);
  const TensorRange range = feature_range(workload.features, parameters.numeric.activation);
  if (parameters.quantisation.scale) workload.quantisation.feature_scale = feature_scale(range);
  report_ranges(workload, range, parameters.numeric, ranges);
  quantise_network(workload, parameters, files.network_name);
  quantise_all_features(workload, names_of(files), parameters);
  std::vector<std::uint64_t> steps;
  for (const InputSequence& sequence : workload.sequences) steps.push_back(sequence.steps);
  workload.scoring = make_scoring(options, files, workload.trained, steps);
  note_quantisation(workload);
  workload.description = {{"network",
                           {{"file", files.network_name},
                            {"hash", asked_hash(options, {files.network})},
                            {"layers", layer_sizes(workload.network)}}},
                          {"inputs",
                           {{"files", files.input_names},
                            {"hash", hash_of_inputs.get()},
                            {"sequences", files.inputs.size()},
                            {"steps", workload.steps()}}},
                          {"synthetic", nullptr}};
  return workload;
}

Json synthetic_description(const LoadedWorkload& workload, const SyntheticSpec& spec,
                           const InputSequence& sequence) {
  return {{"network",
           {{"file", nullptr},
            {"hash", hash_weights(workload.network)},
            {"layers", layer_sizes(workload.network)}}},
          {"inputs",
           {{"files", nullptr},
            {"hash", hash_sequence(sequence.steps, sequence.words)},
            {"sequences", 1},
            {"steps", workload.steps()}}},
          {"synthetic",
           {{"spec", to_string(spec)},
            {"seed", spec.seed},
            {"density_x_asked", spec.density_x},
            {"density_h_asked", spec.density_h}}}};
}

SpooledValues<double> as_real(const SpooledValues<std::int16_t>& words, const FixedFormat& format) {
  auto features = std::make_shared<Spool<double>>();
  for_each_row(words, 1, [&](const std::int16_t* raw) { features->append(to_real(*raw, format)); });
  return {features, 0, features->size()};
}

LoadedWorkload load_synthetic(const std::string& text, const Configuration& configuration,
                              std::ostream* ranges) {
  const Parameters& parameters = configuration.parameters();
  const ThetaEffective theta = configuration.theta_effective();
  const SyntheticSpec spec = parse_synthetic(text);
  const SyntheticWorkload made =
      make_synthetic(spec, parameters.numeric, {theta.x_raw, theta.h_raw});
  LoadedWorkload workload;
  workload.synthetic = true;
  workload.name = "SYNTHETIC " + to_string(spec);
  workload.density_x_asked = spec.density_x;
  workload.density_h_asked = spec.density_h;
  workload.trained = made.network;
  workload.sequences = {{static_cast<std::uint64_t>(spec.steps), made.inputs}};
  workload.features = {as_real(made.inputs, parameters.numeric.activation)};
  report_ranges(workload, feature_range(workload.features, parameters.numeric.activation),
                parameters.numeric, ranges);
  quantise_network(workload, parameters, "synthetic network");
  workload.description = synthetic_description(workload, spec, workload.sequences.front());
  return workload;
}

}  // namespace

std::uint64_t LoadedWorkload::steps() const {
  std::uint64_t steps = 0;
  for (const InputSequence& sequence : sequences) steps += sequence.steps;
  return steps;
}

References::Source LoadedWorkload::references() const {
  return {&trained, &network, &sequences, &features};
}

LoadedWorkload quantise_workload(const WorkloadOptions& options, const Configuration& configuration,
                                 std::ostream* ranges) {
  const Parameters& parameters = configuration.parameters();
  LoadedWorkload workload = options.synthetic
                                ? load_synthetic(*options.synthetic, configuration, ranges)
                                : load_files(options, parameters, ranges);
  if (const auto note = rtl_note(parameters)) workload.notes.push_back(*note);
  return workload;
}

void check_holds(const LoadedWorkload& workload, const Parameters& parameters) {
  if (parameters.accelerator.kind == AcceleratorKind::edgedrnn)
    check_on_edgedrnn(workload.network, parameters.mac.num_pe, workload.network_name);
  else
    check_on_drnn(workload.network, parameters, workload.network_name);
}

LoadedWorkload load_workload(const WorkloadOptions& options, const Configuration& configuration,
                             std::ostream* ranges) {
  LoadedWorkload workload = quantise_workload(options, configuration, ranges);
  check_holds(workload, configuration.parameters());
  return workload;
}

}  // namespace drnn
