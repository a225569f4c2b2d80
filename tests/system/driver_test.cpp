#include <algorithm>
#include <catch2/catch.hpp>

#include "model/blocks/weight_loader.hpp"
#include "model/config/errors.hpp"
#include "tests/support/checked_system.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

Parameters parameters(const SystemCase& c, HostMode mode, int driver_call_cycles = 10) {
  Parameters p = c.parameters();
  p.host.mode = mode;
  p.host.driver_call_cycles = driver_call_cycles;
  return p;
}

/// Runs a case in a process of its own and judges the result there.
template <class Judge>
std::string judge(const SystemCase& c, const Parameters& p, Judge judge_result) {
  return in_child([&] {
    CheckedSystem checked(p);
    ZynqSystem& system = checked.system;
    return judge_result(system, system.run(c.network(), c.sequences(), c.settings()));
  });
}

std::uint64_t steps_of(const SystemCase& c) {
  std::uint64_t steps = 0;
  for (int count : c.steps) steps += static_cast<std::uint64_t>(count);
  return steps;
}

/// Total and between-step cycles of a case in step mode.
struct Cycles {
  std::uint64_t total, between;
};
Cycles step_cycles(const SystemCase& c, int driver_call_cycles) {
  const std::string text = judge(c, parameters(c, HostMode::step, driver_call_cycles),
                                 [](ZynqSystem&, const ZynqSystem::Result& r) {
                                   return std::to_string(r.statistics.total_cycles) + " " +
                                          std::to_string(r.statistics.host.between_steps_cycles);
                                 });
  return {std::stoull(text), std::stoull(text.substr(text.find(' ')))};
}

/// What a run sent, read and computed, without anything that depends on when.
std::string counts(const RunStatistics& s) {
  std::string text;
  for (std::uint64_t v :
       {s.steps, s.elements_x, s.elements_h, s.sent_x, s.sent_h, s.columns_issued,
        s.bias_columns_issued, s.mac_operations, s.units_activated, s.weight_read_bits,
        s.state_read_bits, s.state_written_bits, s.accumulator_read_bits,
        s.accumulator_written_bits, s.ddr_read_bytes, s.ddr_written_bytes, s.reset_cycles})
    text += std::to_string(v) + " ";
  return text;
}

/// A case's network and settings for the C driver.
struct DriverInput {
  explicit DriverInput(const SystemCase& c) : image(load_image(c.network())) {
    for (const QuantisedLayer& l : c.network().layers)
      layers.push_back({static_cast<std::uint32_t>(l.inputs), static_cast<std::uint32_t>(l.hidden),
                        static_cast<std::uint32_t>(l.bias_columns), to_word(l.scales)});
    thresholds = {c.theta_x, c.theta_h, c.skip};
  }
  drnn_network network() const {
    return {layers.data(), static_cast<std::uint32_t>(layers.size()), image.data(), image.size()};
  }
  std::vector<std::int16_t> image;
  std::vector<drnn_layer> layers;
  drnn_thresholds thresholds{};
};

/// What a transfer's time may differ by between two runs, in cycles: one refresh, with the rows it
/// finds open, and the phase of the DRAM's clock.
std::uint64_t dram_slack() {
  const DdrDevice device = DdrConfig().device;
  const DdrTiming& t = device.timing;
  const auto clocks = static_cast<std::uint64_t>(t.tras + t.trp + t.trfc + t.trcd);
  return clocks * device.tck_ps / 8000 + 2;
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : b - a;
}

}  // namespace

TEST_CASE("in step mode any design equals the untimed cell, in both engines", "[driver]") {
  const std::uint64_t seed = GENERATE(range(1, 31));
  const SystemCase c = random_case(seed);
  INFO(c.describe());
  CHECK(judge(c, parameters(c, HostMode::step),
              [&](ZynqSystem& system, const ZynqSystem::Result& fast) {
                const Untimed untimed = run_untimed(c);
                system.engine().set_engine(Engine::stepped);
                const ZynqSystem::Result stepped =
                    system.run(c.network(), c.sequences(), c.settings());
                return expect(fast.outputs == untimed.outputs, "outputs differ") +
                       equal(fast.statistics.sent_x, untimed.sent_x, "x sent") +
                       equal(fast.statistics.sent_h, untimed.sent_h, "h sent") +
                       expect(describe(stepped.statistics) == describe(fast.statistics),
                              "engines differ: " + describe(fast.statistics) + "\nstepped " +
                                  describe(stepped.statistics));
              }) == "");
}

TEST_CASE("the host's transfers are counted, a pair and six writes for each", "[driver]") {
  const std::uint64_t seed = GENERATE(range(1, 6));
  const HostMode mode = GENERATE(HostMode::stream, HostMode::step);
  const SystemCase c = random_case(seed);
  const std::uint64_t sequences = c.steps.size();
  const std::uint64_t calls = mode == HostMode::step ? steps_of(c) : sequences;
  CHECK(judge(c, parameters(c, mode), [&](ZynqSystem&, const ZynqSystem::Result& r) {
          const HostInterface& host = r.statistics.host;
          // A call: address and length twice, two interrupts cleared, two states read. A reset: a
          // write, and at least one look at its end.
          return equal(host.driver_calls, calls + sequences, "driver calls") +
                 equal(host.dma_transfers, 2 * calls, "transfers") +
                 equal(host.register_writes, 6 * calls + sequences, "writes") +
                 expect(host.register_reads >= 2 * calls + sequences, "reads");
        }) == "");
}

TEST_CASE("a driver call's cost shows exactly, between steps and in the total", "[driver]") {
  const std::uint64_t seed = GENERATE(range(1, 6));
  const SystemCase c = random_case(seed);
  // The first call comes before the first input word, where counting begins.
  const std::uint64_t calls = steps_of(c) - 1;
  const Cycles base = step_cycles(c, 0);
  for (int cost : {1000, 2000, 10000}) {
    const Cycles more = step_cycles(c, cost);
    INFO(c.describe() << "; cost " << cost);
    const std::uint64_t expected = calls * static_cast<std::uint64_t>(cost);
    CHECK(distance(more.total - base.total, expected) <= calls * 2 * dram_slack());
    CHECK(distance(more.between - base.between, expected) <= calls * 2 * dram_slack());
  }
}

TEST_CASE("in step mode a step's input waits for the end of the step before", "[driver]") {
  const std::uint64_t seed = GENERATE(range(1, 11));
  const SystemCase c = random_case(seed);
  const Parameters p = parameters(c, HostMode::step, 40);
  CHECK(judge(c, p, [&](ZynqSystem&, const ZynqSystem::Result& r) {
          // After its last word: state read and interrupt cleared, then the call and four writes.
          const auto a_gap = static_cast<std::uint64_t>(40 + 6 * p.host.register_access_cycles +
                                                        p.hp.request_cycles + p.hp.response_cycles);
          const std::uint64_t between = r.statistics.host.between_steps_cycles;
          return expect(between >= (r.statistics.steps - 1) * a_gap, "too short") +
                 expect(between < r.statistics.total_cycles, "too long");
        }) == "");
}

TEST_CASE("a sequence run twice takes twice its cycles, those between the two, and a reset",
          "[driver]") {
  const HostMode mode = GENERATE(HostMode::stream, HostMode::step);
  SystemCase c = random_case(GENERATE(range(1, 6)));
  c.steps = {5};
  INFO(c.describe());
  CHECK(judge(c, parameters(c, mode), [&](ZynqSystem& system, const ZynqSystem::Result& once) {
          std::vector<InputSequence> sequences = c.sequences();
          sequences.push_back(sequences.front());
          const RunStatistics a = once.statistics;
          const RunStatistics b = system.run(c.network(), sequences, c.settings()).statistics;
          const std::uint64_t between =
              b.host.between_steps_cycles - 2 * a.host.between_steps_cycles;
          const std::uint64_t transfers = 2 * 2 * a.steps;  // at most
          return expect(distance(b.total_cycles, 2 * a.total_cycles + between + b.reset_cycles) <=
                            transfers * dram_slack(),
                        "cycles") +
                 expect(between > 0 && b.reset_cycles > 0, "nothing between");
        }) == "");
}

TEST_CASE("one sequence as a stream has no cycles between its steps", "[driver]") {
  SystemCase c = random_case(3);
  c.steps = {9};
  CHECK(judge(c, parameters(c, HostMode::stream), [](ZynqSystem&, const ZynqSystem::Result& r) {
          return equal(r.statistics.host.between_steps_cycles, 0, "between steps");
        }) == "");
}

TEST_CASE("a driver call far longer than the watchdog's patience is no fault", "[driver]") {
  SystemCase c = random_case(8);
  c.steps = {3};
  Parameters p = parameters(c, HostMode::step, 50000);
  p.clock.watchdog_cycles = 10000;
  CHECK(judge(c, p, [&](ZynqSystem& system, const ZynqSystem::Result& fast) {
          system.engine().set_engine(Engine::stepped);
          const ZynqSystem::Result stepped = system.run(c.network(), c.sequences(), c.settings());
          return expect(fast.outputs == run_untimed(c).outputs, "outputs differ") +
                 expect(describe(fast.statistics) == describe(stepped.statistics),
                        "engines differ");
        }) == "");
}

TEST_CASE("runs in step mode do not depend on each other", "[driver]") {
  const SystemCase a = random_case(GENERATE(range(1, 6)));
  CHECK(judge(a, parameters(a, HostMode::step),
              [&](ZynqSystem& system, const ZynqSystem::Result& first) {
                system.run(a.network(), a.sequences(), {0, 0, false});
                const auto again = system.run(a.network(), a.sequences(), a.settings());
                return expect(first.outputs == again.outputs, "outputs differ") +
                       expect(describe(first.statistics) == describe(again.statistics),
                              "statistics differ");
              }) == "");
}

TEST_CASE("a run in several transfers sends and computes the same as in one", "[driver]") {
  SystemCase c = random_case(GENERATE(range(1, 9)));
  c.steps = {7, 12};
  const int steps_each = GENERATE(1, 2, 5, 7, 11);
  INFO(c.describe() << "; " << steps_each << " steps a transfer");
  CHECK(judge(c, parameters(c, HostMode::stream),
              [&](ZynqSystem& system, const ZynqSystem::Result& one) {
                drnn_config config = drnn_default_config();
                const int words = std::max(c.sizes.front(), c.sizes.back());
                config.longest_transfer =
                    static_cast<std::uint32_t>(std::max(2 * words * steps_each, 8));
                system.set_driver_config(config);
                const auto chunked = system.run(c.network(), c.sequences(), c.settings());
                const auto each = config.longest_transfer / 2 / static_cast<unsigned>(words);
                std::uint64_t pairs = 0;
                for (int steps : c.steps) pairs += (static_cast<unsigned>(steps) + each - 1) / each;
                return expect(one.outputs == chunked.outputs, "outputs differ") +
                       expect(
                           counts(one.statistics) == counts(chunked.statistics),
                           counts(one.statistics) + "\nin chunks " + counts(chunked.statistics)) +
                       equal(chunked.statistics.host.dma_transfers, 2 * pairs, "transfers") +
                       equal(one.statistics.host.dma_transfers, 2 * c.steps.size(), "in one");
              }) == "");
}

TEST_CASE("a register that refuses ends the run with the driver's error and the address",
          "[driver]") {
  const SystemCase c = random_case(2);
  CHECK(judge(c, parameters(c, HostMode::stream), [&](ZynqSystem& system, const auto&) {
          drnn_config config = drnn_default_config();
          config.accelerator_base = 0x43c00100;
          system.set_driver_config(config);
          try {
            system.run(c.network(), c.sequences(), c.settings());
          } catch (const SimulationError& error) {
            const std::string message = error.what();
            return expect(message.find(drnn_error_text(DRNN_ERROR_REGISTER)) != message.npos &&
                              message.find("0x43c00114") != message.npos,
                          message);
          }
          return std::string("no error");
        }) == "");
}

TEST_CASE("a program of one's own may poll, change thresholds and read later", "[driver]") {
  const SystemCase c = random_case(GENERATE(range(1, 6)));
  SystemCase other = c;
  other.theta_x = c.theta_x + 20;
  other.skip = 1;
  INFO(c.describe());
  CHECK(in_child([&] {
          CheckedSystem checked(c.parameters());
          ZynqSystem& system = checked.system;
          const DriverInput input(c);
          std::vector<std::int16_t> outputs;
          int result = DRNN_OK;
          const auto call = [&](int code) { result = result == DRNN_OK ? code : result; };
          system.run_program([&] {
            drnn_bus bus = system.host().bus();
            bus.wait_read_done = bus.wait_write_done = nullptr;
            drnn_driver driver;
            const drnn_network network = input.network();
            const drnn_thresholds thresholds{other.theta_x, other.theta_h, other.skip};
            std::vector<std::int16_t> h(static_cast<std::size_t>(c.sizes.back()));
            call(drnn_init(&driver, &bus, nullptr));
            call(drnn_load(&driver, &network, &input.thresholds));
            call(drnn_set_thresholds(&driver, &thresholds));
            for (const InputSequence& sequence : c.sequences()) {
              call(drnn_reset_state(&driver));
              const std::vector<std::int16_t> words = sequence.words.all();
              for (std::uint64_t step = 0; step < sequence.steps; ++step) {
                call(drnn_step(&driver, words.data() + step * driver.inputs, nullptr));
                call(drnn_read(&driver, h.data()));
                outputs.insert(outputs.end(), h.begin(), h.end());
              }
            }
          });
          return expect(result == DRNN_OK, drnn_error_text(result)) +
                 expect(outputs == run_untimed(other).outputs, "outputs differ");
        }) == "");
}

TEST_CASE("a program gets the error of an access to where nothing is", "[driver]") {
  CHECK(in_child([] {
          CheckedSystem checked(SystemCase().parameters());
          ZynqSystem& system = checked.system;
          int base = 0, memory = 0;
          const DriverInput input{SystemCase()};
          system.run_program([&] {
            const drnn_network network = input.network();
            drnn_driver driver;
            drnn_config config = drnn_default_config();
            config.dma_base += 0x1000;
            base = drnn_init(&driver, &system.host().bus(), &config);
            config = drnn_default_config();
            config.weights_address = 0x7ffffff0;  // the memory ends before
            drnn_init(&driver, &system.host().bus(), &config);
            memory = drnn_load(&driver, &network, &input.thresholds);
          });
          return expect(base == DRNN_ERROR_REGISTER, drnn_error_text(base)) +
                 expect(memory == DRNN_ERROR_MEMORY, drnn_error_text(memory));
        }) == "");
}
