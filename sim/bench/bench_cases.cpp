#include "sim/bench/bench_cases.hpp"

#include <algorithm>
#include <ctime>
#include <functional>
#include <optional>

#include "model/blocks/edgedrnn/edge_network.hpp"
#include "model/blocks/edgedrnn/ideal_bench.hpp"
#include "model/spool/rows.hpp"
#include "sim/bench/ideal_memory.hpp"
#include "sim/bench/native_loop.hpp"
#include "sim/bench/plain_core.hpp"
#include "sim/run_description.hpp"
#include "sim/workload_loader.hpp"
#include "tlm/edgedrnn/edge_design.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// About what a burst takes in the DDR3 memory when nothing else is under way.
constexpr double kIdealLatencyNs = 300;

/// Processor time, so that what else the machine does is left out.
double now_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Configuration preset(const char* name) {
  ConfigurationOptions options;
  options.preset = name;
  Configuration configuration = configuration_from(options);
  configuration.resolve();
  return configuration;
}

LoadedWorkload default_workload(const Configuration& configuration, std::int64_t steps) {
  WorkloadOptions options;
  options.steps = steps;
  options.hashed = false;  // as in a run that writes no statistics
  return load_workload(options, configuration);
}

/// One of the things that are compared.
struct Contender {
  /// Works once; returns what it did, in cycles or columns, and the seconds that took.
  std::function<std::pair<double, double>()> work;
  std::vector<double> rates{};
  double seconds = 0;
};

/// In turns until each has its time.
std::vector<double> medians(std::vector<Contender>& contenders, double min_seconds) {
  const auto unfinished = [&](const Contender& c) { return c.seconds < min_seconds; };
  for (Contender& c : contenders) c.work();  // warms caches
  while (std::any_of(contenders.begin(), contenders.end(), unfinished)) {
    for (Contender& c : contenders) {
      if (!unfinished(c)) continue;  // one may take a thousand times as long as another
      const auto [amount, seconds] = c.work();
      c.rates.push_back(amount / seconds);
      c.seconds += seconds;
    }
  }
  std::vector<double> result;
  for (Contender& c : contenders) {
    const auto middle = c.rates.begin() + static_cast<std::ptrdiff_t>(c.rates.size() / 2);
    std::nth_element(c.rates.begin(), middle, c.rates.end());
    result.push_back(*middle);
  }
  return result;
}

template <class Loop>
Contender native(Loop& loop, const SentColumns& sent) {
  return {[&loop, &sent] {
    const double begin_s = now_s();
    loop.run(sent);
    return std::pair(static_cast<double>(sent.columns.size()), now_s() - begin_s);
  }};
}

/// A whole system; all but `settings` must outlive it.
Contender run_of(ZynqSystem& system, const QuantisedNetwork& network,
                 const std::vector<InputSequence>& sequences, const DeltaSettings& settings) {
  return {[&system, &network, &sequences, settings] {
    const auto result = system.run(network, sequences, settings);
    return std::pair(static_cast<double>(result.statistics.total_cycles), result.processor_s);
  }};
}

SentColumns sent_by(const LoadedWorkload& workload, const Configuration& configuration,
                    const std::vector<std::int16_t>& all_outputs) {
  const std::int16_t* outputs = all_outputs.data();
  const QuantisedLayer& layer = workload.network.layers.front();
  SentColumns sent;
  for (const InputSequence& sequence : workload.sequences) {
    append_sent_columns(layer, configuration.parameters().numeric, settings_of(configuration),
                        sequence.words.all(), outputs, sent);
    outputs += sequence.steps * static_cast<std::size_t>(layer.hidden);
  }
  return sent;
}

/// The longest sequence on the ideal bench.
IdealWorkload ideal_workload(const LoadedWorkload& workload, const Configuration& configuration) {
  const int num_pe = configuration.parameters().mac.num_pe;
  const DeltaSettings settings = settings_of(configuration);
  const InputSequence& sequence = workload.sequences.front();
  const auto inputs = static_cast<std::size_t>(workload.network.layers.front().inputs);
  IdealWorkload ideal;
  ideal.registers.write(EdgeRegisters::kThetaX, static_cast<std::uint32_t>(settings.theta_x));
  ideal.registers.write(EdgeRegisters::kThetaH, static_cast<std::uint32_t>(settings.theta_h));
  ideal.registers.write_sizes(edge_sizes(workload.network, num_pe));
  for (const std::int8_t weight : edge_columns(workload.network, num_pe))
    ideal.weights.push_back(weight);
  for_each_row(sequence.words, inputs, [&](const std::int16_t* x) {
    const auto beat = edge_input(x, static_cast<int>(inputs), num_pe);
    ideal.inputs.insert(ideal.inputs.end(), beat.begin(), beat.end());
  });
  ideal.steps = sequence.steps;
  return ideal;
}

}  // namespace

Json bench_drnn(const BenchEffort& effort) {
  const Configuration configuration = preset("drnn-zynq7100");
  const LoadedWorkload workload = default_workload(configuration, effort.steps);
  const DeltaSettings settings = settings_of(configuration);
  ZynqSystem system("drnn", configuration.parameters(), Engine::fast);
  IdealMemory memory(sc_core::sc_time(kIdealLatencyNs, sc_core::SC_NS));
  ZynqSystem ideal("drnn_with_ideal_memory", configuration.parameters(), Engine::fast,
                   std::ref(memory));
  const ZynqSystem::Result first = system.run(workload.network, workload.sequences, settings);
  const QuantisedLayer& layer = workload.network.layers.front();
  const SentColumns sent = sent_by(workload, configuration, first.outputs.all());
  DrnnNativeLoop loop(layer.columns, kGates * static_cast<std::size_t>(layer.hidden));
  PlainCore plain(configuration.parameters(), workload.network);

  std::vector<Contender> contenders{native(loop, sent)};
  for (ZynqSystem* of : {&system, &ideal})
    contenders.push_back(run_of(*of, workload.network, workload.sequences, settings));
  contenders.push_back({[&] {
    const double begin_s = now_s();
    const Cycle cycles = plain.run(workload.sequences, settings);
    return std::pair(static_cast<double>(cycles), now_s() - begin_s);
  }});
  const std::vector<double> rates = medians(contenders, effort.min_seconds);
  return {{"native_columns_per_s", rates[0]},
          {"cycles_per_s", rates[1]},
          {"ideal_memory_cycles_per_s", rates[2]},
          {"plain_cycles_per_s", rates[3]},
          {"steps", workload.steps()},
          {"columns", sent.columns.size()},
          {"cycles", first.statistics.total_cycles},
          {"checksum", loop.checksum()}};
}

Json bench_edgedrnn(const BenchEffort& effort) {
  const Configuration configuration = preset("edgedrnn-minized");
  const LoadedWorkload workload = default_workload(configuration, effort.steps);
  const IdealWorkload ideal = ideal_workload(workload, configuration);
  IdealBench bench(edge_config(configuration.parameters()), ideal, Engine::fast);
  const auto cycles_of = [&] {
    const Cycle begin = bench.engine().next_unexecuted();
    IdealRecord record = bench.run();
    return std::pair(bench.engine().next_unexecuted() - begin, std::move(record.words));
  };
  const auto [cycles, words] = cycles_of();
  const QuantisedLayer& layer = workload.network.layers.front();
  SentColumns sent;
  append_sent_columns(layer, configuration.parameters().numeric, settings_of(configuration),
                      workload.sequences.front().words.all(), words.data(), sent);
  EdgeNativeLoop loop({layer.columns.begin(), layer.columns.end()},
                      kGates * static_cast<std::size_t>(layer.hidden));

  ZynqSystem system("edgedrnn", configuration.parameters(), Engine::fast);
  IdealMemory memory(sc_core::sc_time(kIdealLatencyNs, sc_core::SC_NS));
  ZynqSystem ideal_memory("edgedrnn_with_ideal_memory", configuration.parameters(), Engine::fast,
                          std::ref(memory));
  const std::vector<InputSequence> sequence{workload.sequences.front()};

  std::vector<Contender> contenders{native(loop, sent)};
  contenders.push_back({[&] {
    const double begin_s = now_s();
    const auto run = cycles_of();
    return std::pair(static_cast<double>(run.first), now_s() - begin_s);
  }});
  for (ZynqSystem* of : {&system, &ideal_memory})
    contenders.push_back(run_of(*of, workload.network, sequence, settings_of(configuration)));
  const std::vector<double> rates = medians(contenders, effort.min_seconds);
  return {{"native_columns_per_s", rates[0]},
          {"cycles_per_s", rates[1]},
          {"system_cycles_per_s", rates[2]},
          {"ideal_memory_cycles_per_s", rates[3]},
          {"steps", ideal.steps},
          {"columns", sent.columns.size()},
          {"cycles", cycles},
          {"checksum", loop.checksum()}};
}

Json bench_first_cycle() {
  const double begin_s = now_s();
  const Configuration configuration = preset("drnn-zynq7100");
  const LoadedWorkload workload = default_workload(configuration, 1);
  ZynqSystem system("drnn", configuration.parameters(), Engine::fast);
  std::optional<double> start_s;
  system.engine().on_begin([&](Cycle) {
    if (!start_s) start_s = now_s() - begin_s;
  });
  system.run(workload.network, workload.sequences, settings_of(configuration));
  return {{"start_s", *start_s}};
}

Json bench_memory(std::int64_t steps) {
  const Configuration configuration = preset("drnn-zynq7100");
  const LoadedWorkload workload = default_workload(configuration, steps);
  ZynqSystem system("drnn", configuration.parameters(), Engine::fast);
  const auto result = system.run(workload.network, workload.sequences, settings_of(configuration));
  return {{"steps", result.statistics.steps}};
}

}  // namespace drnn
