#include "sim/estimate/pattern_source.hpp"

#include <memory>

#include "model/estimate/fired_pattern.hpp"
#include "model/spool/rows.hpp"
#include "sim/formats/random.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// Apart from the seeds of network and input.
constexpr std::uint64_t kPatternStream = 0x0de17a5ec0de17a5u;

void draw_layer(FiredPattern& pattern, std::size_t l, bool first_step, double density_x,
                double density_h, Random& random) {
  const LayerSize& size = pattern.layers()[l];
  const int bias = size.columns - size.inputs - size.hidden;
  for (int i = 0; i < bias && first_step; ++i) pattern.send(l, i);
  for (int i = 0; i < size.inputs; ++i)
    if (random.uniform() < density_x) pattern.send(l, bias + i);
  for (int i = 0; i < size.hidden; ++i)
    if (random.uniform() < density_h && !first_step) pattern.send(l, bias + size.inputs + i);
}

}  // namespace

RecordedRun record_run(const LoadedWorkload& workload, const NumericProfile& profile,
                       const DeltaSettings& settings, const std::function<void()>& each_step) {
  PatternRecorder recorder(workload.network, profile, settings);
  const auto inputs = static_cast<std::size_t>(workload.network.layers.front().inputs);
  auto outputs = std::make_shared<Spool<std::int16_t>>();
  for (const InputSequence& sequence : workload.sequences) {
    recorder.begin_sequence();
    for_each_row(sequence.words, inputs, [&](const std::int16_t* x) {
      for (const std::int32_t h : recorder.step(x)) outputs->append(static_cast<std::int16_t>(h));
      each_step();
    });
  }
  return {recorder.take_pattern(), {outputs, 0, outputs->size()}, recorder.overflows()};
}

LoadedWorkload workload_of_sizes(const SyntheticSpec& spec, const NumericProfile& profile) {
  LoadedWorkload workload;
  workload.synthetic = true;
  workload.name = "SYNTHETIC " + to_string(spec);
  workload.network_name = "synthetic network";
  workload.density_x_asked = spec.density_x;
  workload.density_h_asked = spec.density_h;
  Json sizes = {spec.inputs};
  int inputs = spec.inputs;
  for (const int hidden : spec.hidden) {
    QuantisedLayer layer;
    layer.inputs = inputs;
    layer.hidden = hidden;
    layer.bias_columns = profile.bias_path == BiasPath::column ? 1 : 0;
    workload.network.layers.push_back(std::move(layer));
    sizes.push_back(inputs = hidden);
  }
  workload.sequences = {{static_cast<std::uint64_t>(spec.steps), {}}};
  workload.description = {
      {"network", {{"file", nullptr}, {"hash", nullptr}, {"layers", sizes}}},
      {"inputs", {{"files", nullptr}, {"hash", nullptr}, {"sequences", 1}, {"steps", spec.steps}}},
      {"synthetic",
       {{"spec", to_string(spec)},
        {"seed", spec.seed},
        {"density_x_asked", spec.density_x},
        {"density_h_asked", spec.density_h}}}};
  return workload;
}

FiredPattern drawn_pattern(const SyntheticSpec& spec, const std::vector<LayerSize>& layers) {
  Random random(spec.seed ^ kPatternStream);
  FiredPattern pattern(layers);
  pattern.begin_sequence();
  for (std::int64_t t = 0; t < spec.steps; ++t) {
    pattern.add_step();
    for (std::size_t l = 0; l < layers.size(); ++l)
      draw_layer(pattern, l, t == 0, l == 0 ? spec.density_x : spec.density_h, spec.density_h,
                 random);
  }
  return pattern;
}

}  // namespace drnn
