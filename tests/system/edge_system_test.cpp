// EdgeDRNN in its real surroundings: what must hold whatever the timing is.
#include <catch2/catch.hpp>

#include "model/blocks/edgedrnn/edge_network.hpp"
#include "model/config/errors.hpp"
#include "tests/support/checked_system.hpp"
#include "tests/support/edge_system_case.hpp"
#include "tests/support/protocol_checker.hpp"
#include "tests/support/random_source.hpp"
#include "tests/system/checks.hpp"
#include "tests/system/ideal_port.hpp"
#include "tlm/driver/drnn_dma.h"
#include "tlm/driver/edgedrnn_driver.h"
#include "tlm/memory_words.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

ZynqSystem::Result run(ZynqSystem& system, const EdgeSystemCase& c) {
  return system.run(c.common.network(), c.common.sequences(), c.common.settings());
}

std::uint64_t port_bytes(const RunStatistics& s, const std::string& name) {
  for (const PortCounts& port : s.ports)
    if (port.name == name) return port.bytes;
  return 0;
}

std::string within(std::uint64_t model, std::uint64_t low, std::uint64_t high,
                   const std::string& what) {
  return expect(low <= model && model <= high, what + ": " + std::to_string(model));
}

/// In a dense run padded elements are sent too, and at the end of each sequence the bias column of
/// a step that does not come: it may be fetched or not, and multiplied or not.
std::string check_counts(const EdgeSystemCase& c, const RunStatistics& s, const Untimed& u) {
  const bool dense = c.common.skip == 0;
  const auto inputs = static_cast<std::uint64_t>(c.common.sizes.front());
  const std::uint64_t padding = dense ? c.steps() * (c.padded_inputs() - inputs) : 0;
  const std::uint64_t ahead = dense ? c.common.steps.size() : 0;
  const std::uint64_t column_bytes = 3 * c.hidden();
  const std::uint64_t columns = u.sent_x + u.sent_h + padding + u.sent_bias;
  const std::uint64_t weights = port_bytes(s, "hp1_read");
  return equal(s.sent_x, u.sent_x + padding, "x sent") + equal(s.sent_h, u.sent_h, "h sent") +
         within(s.columns_issued + s.bias_columns_issued, columns, columns + ahead, "columns") +
         within(s.bias_columns_issued, u.sent_bias, u.sent_bias + ahead, "bias columns") +
         within(s.mac_operations, column_bytes * columns, column_bytes * (columns + ahead),
                "MACs") +
         equal(s.weight_read_bits, 8 * s.mac_operations, "weight bits") +
         equal(s.accumulators_out_of_range, u.overflows.accumulators, "accumulators out of range") +
         equal(s.conversions_out_of_range, u.overflows.conversions, "conversions out of range") +
         within(weights, column_bytes * columns, column_bytes * (columns + ahead), "weight bytes") +
         equal(port_bytes(s, "hp2_read"), 2 * c.steps() * c.padded_inputs(), "input bytes") +
         equal(s.ddr_read_bytes, weights + port_bytes(s, "hp2_read"), "bytes read") +
         equal(s.ddr_written_bytes, 2 * c.steps() * c.hidden(), "bytes written") +
         equal(port_bytes(s, "hp2_write"), s.ddr_written_bytes, "output bytes");
}

std::string check_totals(const EdgeSystemCase& c, const RunStatistics& s) {
  const std::uint64_t units = c.layers() * c.hidden();
  const std::uint64_t rows = s.mac_operations + (c.common.steps.size() - 1) * 4 * units;
  std::uint64_t inputs = 0;
  for (std::size_t l = 1; l < c.common.sizes.size(); ++l)
    inputs += static_cast<std::uint64_t>(c.common.sizes[l - 1]);
  std::string fault = equal(s.steps, c.steps(), "steps") +
                      equal(s.elements_x, c.steps() * inputs, "elements of x") +
                      equal(s.elements_h, c.steps() * units, "elements of h") +
                      equal(s.units_activated, c.steps() * units, "units") +
                      equal(s.accumulator_written_bits, 24 * rows, "sums written");
  for (const BlockCauses& block : s.blocks) {
    std::uint64_t sum = 0;
    for (const auto& entry : block.causes) sum += entry.cycles;
    fault += equal(sum, s.total_cycles, block.block + "'s causes");
  }
  return fault;
}

void shuffle(CycleEngine& engine, std::uint64_t seed) {
  RandomSource random(seed);
  std::vector<std::size_t> order(engine.blocks().size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size() - 1; i > 0; --i)
    std::swap(order[i], order[static_cast<std::size_t>(random.between(0, static_cast<int>(i)))]);
  engine.reorder(order);
}

std::string check_case(const EdgeSystemCase& c) {
  return in_child([&] {
    CheckedSystem checked(c.parameters());
    ZynqSystem& system = checked.system;
    const ZynqSystem::Result fast = run(system, c);
    const Untimed untimed = run_untimed(c.common);
    std::string fault = expect(fast.outputs == untimed.outputs, "outputs differ from the cell's") +
                        check_counts(c, fast.statistics, untimed) +
                        check_totals(c, fast.statistics) +
                        equal(system.payloads_in_use(), 0, "payloads in use at the end");

    system.engine().set_engine(Engine::stepped);
    const ZynqSystem::Result stepped = run(system, c);
    fault += expect(describe(stepped.statistics) == describe(fast.statistics),
                    "engines differ:\nfast " + describe(fast.statistics) + "\nstepped " +
                        describe(stepped.statistics));

    shuffle(system.engine(), c.common.seed);
    const ZynqSystem::Result shuffled = run(system, c);
    return fault + expect(shuffled.outputs == fast.outputs, "outputs depend on the blocks' order") +
           equal(shuffled.statistics.total_cycles, fast.statistics.total_cycles,
                 "cycles with blocks in another order") +
           checked.faults() + expect(checked.binding.transactions() > 0, "checkers saw nothing");
  });
}

}  // namespace

TEST_CASE("any EdgeDRNN equals the untimed cell, in any engine and order of blocks",
          "[edge system]") {
  const int chunk = GENERATE(range(0, 10));
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const EdgeSystemCase c =
        random_edge_system_case(static_cast<std::uint64_t>(chunk) * 1000 + seed);
    INFO(c.describe());
    CHECK(check_case(c) == "");
  }
}

TEST_CASE("runs of one elaborated EdgeDRNN do not depend on each other", "[edge system]") {
  const std::uint64_t seed = GENERATE(range(1, 11));
  EdgeSystemCase a = random_edge_system_case(seed);
  a.common.skip = 1;
  INFO(a.describe());
  CHECK(in_child([&] {
          CheckedSystem checked(a.parameters());
          ZynqSystem& system = checked.system;
          EdgeSystemCase other = a;
          other.common.seed += 1;
          other.common.sizes = {1, 3 * a.num_pe};
          other.common.steps = {3, 2};
          EdgeSystemCase dense = a;
          dense.common.skip = 0;
          const ZynqSystem::Result first = run(system, a);
          run(system, other);
          run(system, dense);
          const ZynqSystem::Result again = run(system, a);
          return expect(first.outputs == again.outputs, "outputs differ") +
                 expect(describe(first.statistics) == describe(again.statistics),
                        describe(first.statistics) + "\nagain " + describe(again.statistics));
        }) == "");
}

std::string cycles_of(ZynqSystem& system, const std::string& name) {
  for (const ClockedBlock* block : system.engine().blocks())
    if (block->name() == name) return causes_of(*block);
  return "none";
}

std::string outputs_of(const std::string& text) {
  return text.substr(text.rfind(": "));
}

/// The outputs of a step behind a reset, and the MACs' cycles before that; the step that the reset
/// interrupts has had its inputs for `cycles`.
std::string step_after_reset(const EdgeSystemCase& c, Cycle cycles, Engine engine) {
  return in_child([&] {
    CheckedSystem checked(c.parameters());
    ZynqSystem& system = checked.system;
    system.engine().set_engine(engine);
    std::string text;
    system.run_program([&] {
      const QuantisedNetwork network = c.common.network();
      const std::vector<int> sizes = edge_sizes(network, c.num_pe);
      const std::vector<std::int8_t> bytes = edge_columns(network, c.num_pe);
      std::vector<std::int16_t> image(bytes.size() / 2);
      load_words(reinterpret_cast<const std::uint8_t*>(bytes.data()), image.size(), image.data());
      const edgedrnn_network image_of{
          static_cast<std::uint32_t>(sizes.size() - 1), static_cast<std::uint32_t>(sizes.front()),
          static_cast<std::uint32_t>(sizes.back()), image.data(), image.size()};
      const drnn_thresholds thresholds{0, 0, 1};
      const drnn_bus& bus = system.host().bus();
      const drnn_config config = edgedrnn_default_config();
      const std::vector<std::int16_t> input(c.padded_inputs(), 200);
      std::vector<std::int16_t> output(c.hidden());
      edgedrnn_driver driver{};
      int result = edgedrnn_init(&driver, &bus, &config);
      result += edgedrnn_load(&driver, &image_of, &thresholds);
      result += edgedrnn_hold_reset(&driver) + edgedrnn_release_reset(&driver);
      result += bus.put(bus.context, config.input_address, input.data(), input.size());
      const drnn_dma dma{&bus, config.dma_base, 0, 0};
      result += drnn_dma_start(&dma, DRNN_FROM_MEMORY, config.input_address,
                               static_cast<std::uint32_t>(2 * input.size()));
      system.host().spend(cycles);
      result += edgedrnn_hold_reset(&driver) + edgedrnn_release_reset(&driver);
      text = cycles_of(system, "pe_array") + " " + std::to_string(result) + ":";
      result = edgedrnn_step(&driver, input.data(), output.data());
      for (std::int16_t word : output) text += " " + std::to_string(word);
    });
    return text;
  });
}

TEST_CASE("a reset leaves nothing of the step that it interrupts", "[edge system]") {
  EdgeSystemCase c;
  c.common.sizes = {8, 32};
  const std::string outputs = outputs_of(step_after_reset(c, 60, Engine::stepped));
  for (Cycle cycles = 61; cycles < 180; ++cycles) {
    INFO("reset after " << cycles);
    const std::string fast = step_after_reset(c, cycles, Engine::fast);
    CHECK(fast == step_after_reset(c, cycles, Engine::stepped));
    CHECK(outputs_of(fast) == outputs);
  }
}

TEST_CASE("a dense EdgeDRNN takes as long whatever the thresholds", "[edge system]") {
  EdgeSystemCase c = edge_system_case(4, {9, 24, 24}, {3, 2});
  c.common.skip = 0;
  const auto cycles = [&](int theta) {
    c.common.theta_x = c.common.theta_h = theta;
    return in_child([&] {
      CheckedSystem checked(c.parameters());
      ZynqSystem& system = checked.system;
      return std::to_string(run(system, c).statistics.total_cycles);
    });
  };
  CHECK(cycles(0) == cycles(500));
}

TEST_CASE("a network that EdgeDRNN cannot hold is refused by the system too", "[edge system]") {
  CHECK(in_child([]() -> std::string {
          const EdgeSystemCase c = edge_system_case(8, {4, 16, 24}, {1});
          CheckedSystem checked(c.parameters());
          ZynqSystem& system = checked.system;
          try {
            run(system, c);
          } catch (const InputError& error) {
            return error.what();
          }
          return "nothing was thrown";
        }).find("layers of 16 and 24 units") != std::string::npos);
}
