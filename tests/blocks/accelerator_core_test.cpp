#include "model/blocks/accelerator_core.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/networks.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;

namespace {

/// The accelerator with words at hand whenever its input FIFO has room, and an output that takes
/// all.
struct Bench {
  explicit Bench(const Parameters& parameters) : core(parameters) { core.join(engine); }

  void cycle() {
    while (!words.empty() && core.input_fifo().free() > 0) {
      core.input_fifo().push(words.front());
      words.erase(words.begin());
    }
    taken += core.output_fifo().size();
    core.output_fifo().pop(core.output_fifo().size());
    engine.execute(now++);
  }

  void load(const QuantisedNetwork& network) {
    core.begin_load(test::shape_of(network));
    words = load_image(network);
    while (core.loading()) cycle();
    core.request_reset();
    while (!core.ready()) cycle();
  }

  /// Each block's causes, in the order of the blocks' names.
  std::string causes() {
    std::vector<std::string> lines;
    for (const ClockedBlock* block : core.blocks()) {
      lines.push_back(block->name());
      for (const CauseCycles& entry : block->cause_cycles())
        lines.back() += " " + std::string(entry.cause) + "=" + std::to_string(entry.cycles);
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  AcceleratorCore core;
  CycleEngine engine{Engine::stepped, 100000};
  std::vector<std::int16_t> words;
  std::size_t taken = 0;
  Cycle now = 0;
};

std::string causes_of_a_run(const std::vector<std::size_t>& order) {
  Bench bench{Parameters{}};
  if (!order.empty()) bench.engine.reorder(order);
  test::RandomSource random(7);
  const int inputs = 6, hidden = 20, steps = 4;
  bench.load(test::random_network({inputs, hidden}, NumericProfile{}, random));
  const std::vector<std::int16_t> input = test::random_input(steps, inputs, random);
  for (int t = 0; t < steps; ++t) {  // with a pause after each step
    bench.words.assign(input.begin() + t * inputs, input.begin() + (t + 1) * inputs);
    for (int i = 0; i < 100; ++i) bench.cycle();
  }
  CHECK(bench.taken == static_cast<std::size_t>(steps * hidden));
  return bench.causes();
}

}  // namespace

TEST_CASE("no block's causes depend on the order in which the blocks run", "[accelerator]") {
  const std::string joined = causes_of_a_run({});
  const std::size_t blocks = AcceleratorCore{Parameters{}}.blocks().size();
  std::vector<std::size_t> order(blocks);
  for (std::size_t i = 0; i < blocks; ++i) order[i] = blocks - 1 - i;
  CHECK(causes_of_a_run(order) == joined);
}
