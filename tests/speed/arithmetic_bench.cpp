// Kernels of the arithmetic, as a run calls them. See also `drnn bench`, which measures whole runs.

#include <benchmark/benchmark.h>

#include <vector>

#include "model/arith/fired_elements.hpp"
#include "model/arith/unit_activation.hpp"
#include "model/blocks/column_sums.hpp"
#include "sim/bench/native_loop.hpp"
#include "tests/support/networks.hpp"

namespace {

using namespace drnn;
using test::RandomSource;

constexpr std::size_t kRows = 768;

void report(benchmark::State& state, const char* items_per_s, double items) {
  state.counters[items_per_s] = benchmark::Counter(items * static_cast<double>(state.iterations()),
                                                   benchmark::Counter::kIsRate);
}

std::vector<std::int16_t> random_words(std::size_t count, int most, RandomSource& random) {
  std::vector<std::int16_t> words;
  for (std::size_t i = 0; i < count; ++i)
    words.push_back(static_cast<std::int16_t>(random.small(-most, most)));
  return words;
}

/// Argument: columns that are added together.
template <void (*add)(std::int64_t*, const std::int16_t* const*, const std::int32_t*, std::size_t,
                      std::size_t)>
void column_sums(benchmark::State& state) {
  RandomSource random(1);
  const auto columns = static_cast<std::size_t>(state.range(0));
  const std::vector<std::int16_t> weights = random_words(columns * kRows, 32767, random);
  std::vector<const std::int16_t*> starts;
  std::vector<std::int32_t> deltas;
  for (std::size_t c = 0; c < columns; ++c) {
    starts.push_back(weights.data() + c * kRows);
    deltas.push_back(random.small(-1000, 1000));
  }
  std::vector<std::int64_t> sums(kRows, 0);
  for (auto _ : state) {
    add(sums.data(), starts.data(), deltas.data(), columns, kRows);
    benchmark::DoNotOptimize(sums.data());
    benchmark::ClobberMemory();
  }
  report(state, "columns_per_s", static_cast<double>(columns));
}
BENCHMARK_TEMPLATE(column_sums, add_columns)->Arg(1)->Arg(16);
BENCHMARK_TEMPLATE(column_sums, add_columns_portably)->Arg(1)->Arg(16);

template <class Loop, class Weight>
void native_loop(benchmark::State& state) {
  RandomSource random(2);
  constexpr std::size_t kColumns = 296;
  std::vector<Weight> weights;
  for (std::size_t i = 0; i < kColumns * kRows; ++i)
    weights.push_back(static_cast<Weight>(random.small(-100, 100)));
  Loop loop(std::move(weights), kRows);
  SentColumns sent;
  for (int i = 0; i < 1000; ++i) {
    sent.columns.push_back(static_cast<std::uint32_t>(random.small(0, kColumns - 1)));
    sent.deltas.push_back(random.small(-1000, 1000));
  }
  for (auto _ : state) loop.run(sent);
  benchmark::DoNotOptimize(loop.checksum());
  report(state, "columns_per_s", static_cast<double>(sent.columns.size()));
}
BENCHMARK_TEMPLATE(native_loop, DrnnNativeLoop, std::int16_t);
BENCHMARK_TEMPLATE(native_loop, EdgeNativeLoop, std::int8_t);

/// Sixteen units. Argument: bits of the sums; beyond 29 they take the way in 64 bits.
void unit_activation(benchmark::State& state) {
  constexpr int kUnits = 16;
  RandomSource random(3);
  const NumericProfile profile = numeric_profile("drnn");
  const Nonlinearities tables(profile);
  const UnitActivation activation(profile, tables, {});
  const std::int64_t limit = std::int64_t{1} << state.range(0);
  std::vector<std::int64_t> sums[4];
  for (auto& region : sums)
    for (int i = 0; i < kUnits; ++i) region.push_back(random.between(-limit, limit));
  const std::vector<std::int16_t> h = random_words(kUnits, 256, random);
  std::int32_t new_h[kUnits];
  OverflowCounts reads, results;
  for (auto _ : state) {
    activation.activate({sums[0].data(), sums[1].data(), sums[2].data(), sums[3].data()}, h.data(),
                        kUnits, new_h, reads, results);
    benchmark::DoNotOptimize(new_h);
    benchmark::ClobberMemory();
  }
  report(state, "units_per_s", kUnits);
}
BENCHMARK(unit_activation)->Arg(23)->Arg(40);

void delta_compare(benchmark::State& state) {
  constexpr int kLanes = 16;
  RandomSource random(4);
  const NumericProfile profile = numeric_profile("drnn");
  const std::vector<std::int16_t> values = random_words(kLanes, 256, random);
  const std::vector<std::int16_t> references = random_words(kLanes, 256, random);
  for (auto _ : state)
    benchmark::DoNotOptimize(fired_elements(values.data(), references.data(), kLanes, 64, profile));
  report(state, "elements_per_s", kLanes);
}
BENCHMARK(delta_compare);

/// The untimed cell, the oracle of every run.
void untimed_step(benchmark::State& state) {
  RandomSource random(5);
  const NumericProfile profile = numeric_profile("drnn");
  const QuantisedNetwork network = test::random_network({40, 256}, profile, random);
  const Nonlinearities tables(profile);
  DeltaGruCell cell(network.layers.front(), profile, tables, {64, 64, true});
  constexpr int kSteps = 50;
  const std::vector<std::int16_t> words = test::random_input(kSteps, 40, random);
  const std::vector<std::int32_t> inputs(words.begin(), words.end());
  int step = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(cell.step(inputs.data() + 40 * step).data());
    step = (step + 1) % kSteps;
  }
  report(state, "steps_per_s", 1);
}
BENCHMARK(untimed_step);

}  // namespace
