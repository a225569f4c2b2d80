#include "model/estimate/fired_pattern.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/networks.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("a pattern counts the columns that were sent, across words", "[estimate]") {
  RandomSource random(3);
  const std::vector<LayerSize> layers{{70, 61, 132}, {61, 5, 66}};
  FiredPattern pattern(layers);
  std::vector<std::set<int>> sent;  // of a step and layer
  for (int t = 0; t < 6; ++t) {
    if (t % 3 == 0) pattern.begin_sequence();
    pattern.add_step();
    for (std::size_t l = 0; l < layers.size(); ++l) {
      sent.emplace_back();
      for (int column = 0; column < layers[l].columns; ++column) {
        if (!random.chance(30)) continue;
        pattern.send(l, column);
        sent.back().insert(column);
      }
    }
  }
  CHECK(pattern.sequences() == std::vector<std::uint64_t>{3, 3});
  for (int i = 0; i < 500; ++i) {
    const int step = random.small(0, 5), l = random.small(0, 1);
    const int columns = layers[static_cast<std::size_t>(l)].columns;
    const int first = random.small(0, columns), count = random.small(0, columns - first);
    const std::set<int>& of = sent[static_cast<std::size_t>(step * 2 + l)];
    INFO("step " << step << " layer " << l << " first " << first << " count " << count);
    CHECK(
        pattern.sent(static_cast<std::uint64_t>(step), static_cast<std::size_t>(l), first, count) ==
        std::distance(of.lower_bound(first), of.lower_bound(first + count)));
  }
}

TEST_CASE("a dense pattern sends every column in every step", "[estimate]") {
  const FiredPattern pattern = FiredPattern::dense({{70, 61, 132}}, {2, 5});
  CHECK(pattern.steps() == 7);
  CHECK(pattern.sent(0, 0, 0, 132) == 132);
  CHECK(pattern.sent(6, 0, 60, 10) == 10);
}

TEST_CASE("a long pattern is the same wherever it is looked at", "[estimate]") {
  constexpr std::uint64_t kSteps = 50000;  // more than are in memory
  FiredPattern pattern({{60, 70, 130}});
  pattern.begin_sequence();
  const auto column = [](std::uint64_t step) { return static_cast<int>(step * step % 130); };
  for (std::uint64_t step = 0; step < kSteps; ++step) {
    pattern.add_step();
    pattern.send(0, column(step));
  }
  RandomSource random(5);
  std::uint64_t wrong = 0;
  const auto look_at = [&](std::uint64_t step) {
    wrong += pattern.sent(step, 0, column(step), 1) != 1 || pattern.sent(step, 0, 0, 130) != 1;
  };
  for (std::uint64_t step = 0; step < kSteps; ++step) {
    look_at(step);
    look_at(step / 2);  // as outputs follow inputs
    look_at(static_cast<std::uint64_t>(random.between(0, kSteps - 1)));
  }
  CHECK(wrong == 0);
}

TEST_CASE("a recorded pattern has the cell's counts in every step", "[estimate]") {
  const std::string name = GENERATE("drnn", "q88", "edgedrnn");
  const NumericProfile profile = numeric_profile(name);
  RandomSource random(11);
  const QuantisedNetwork network = random_network({9, 12, 7}, profile, random);
  const DeltaSettings settings{40, 12, true};
  PatternRecorder recorder(network, profile, settings);
  DeltaGruNetwork cells(network, profile, settings);
  std::uint64_t step = 0;
  for (int sequence = 0; sequence < 2; ++sequence) {
    recorder.begin_sequence();
    cells.reset();
    const std::vector<std::int16_t> x = random_input(8, 9, random);
    for (std::size_t t = 0; t < 8; ++t, ++step) {
      const std::vector<std::int32_t> input(x.begin() + static_cast<std::ptrdiff_t>(9 * t),
                                            x.begin() + static_cast<std::ptrdiff_t>(9 * t + 9));
      CHECK(recorder.step(x.data() + 9 * t) == cells.step(input.data()));
      for (std::size_t l = 0; l < 2; ++l) {
        const StepCounts& counts = cells.cells()[l].last_counts();
        const LayerSize& size = recorder.pattern().layers()[l];
        const int bias = size.columns - size.inputs - size.hidden;
        const FiredPattern& pattern = recorder.pattern();
        CHECK(pattern.sent(step, l, 0, bias) == counts.fired_bias);
        CHECK(pattern.sent(step, l, bias, size.inputs) == counts.fired_x);
        CHECK(pattern.sent(step, l, bias + size.inputs, size.hidden) == counts.fired_h);
      }
    }
  }
  CHECK(recorder.overflows().conversions >= cells.overflows().conversions);
}
