#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/checked_system.hpp"
#include "tests/support/protocol_checker.hpp"
#include "tests/support/random_source.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// Laws that hold whatever the timing is.
std::string check_conservation(const SystemCase& c, const RunStatistics& s, const Untimed& u) {
  std::string fault =
      equal(s.sent_x, u.sent_x, "x sent") + equal(s.sent_h, u.sent_h, "h sent") +
      equal(s.columns_issued, u.sent_x + u.sent_h, "columns") +
      equal(s.bias_columns_issued, u.sent_bias, "bias columns") +
      equal(s.mac_operations, u.macs, "MACs") +
      equal(s.accumulators_out_of_range, u.overflows.accumulators, "accumulators out of range") +
      equal(s.conversions_out_of_range, u.overflows.conversions, "conversions out of range");
  std::uint64_t steps = 0, elements = 0, units_a_step = 0;
  const std::uint64_t resets = c.steps.size() - 1;  // between sequences
  for (int count : c.steps) steps += static_cast<std::uint64_t>(count);
  for (std::size_t l = 1; l < c.sizes.size(); ++l) {
    elements += static_cast<std::uint64_t>(c.sizes[l - 1] + c.sizes[l]);
    units_a_step += static_cast<std::uint64_t>(c.sizes[l]);
  }
  const auto weight_bits = static_cast<std::uint64_t>(c.numeric().weight.bits);
  const auto accumulator_bits = static_cast<std::uint64_t>(c.numeric().accumulator_bits);
  fault +=
      equal(s.steps, steps, "steps") +
      equal(s.elements_x + s.elements_h, steps * elements, "elements") +
      equal(s.units_activated, steps * units_a_step, "units") +
      equal(s.weight_read_bits, s.mac_operations * weight_bits, "weight bits") +
      equal(s.accumulator_written_bits,
            (s.mac_operations + resets * 4 * units_a_step) * accumulator_bits, "sums written") +
      equal(s.accumulator_read_bits, (s.mac_operations + 4 * s.units_activated) * accumulator_bits,
            "sums read") +
      equal(s.ddr_read_bytes, 2 * steps * static_cast<std::uint64_t>(c.sizes.front()),
            "bytes read") +
      equal(s.ddr_written_bytes, 2 * steps * static_cast<std::uint64_t>(c.sizes.back()),
            "bytes written");
  for (const BlockCauses& block : s.blocks) {
    std::uint64_t sum = 0;
    for (const auto& entry : block.causes) sum += entry.cycles;
    fault += equal(sum, s.total_cycles, block.block + "'s causes");
  }
  return fault;
}

/// A run that is recorded, and one that takes its states from the recording.
std::string check_replay(ZynqSystem& system, const SystemCase& c, const ZynqSystem::Result& run) {
  const auto again = [&] { return system.run(c.network(), c.sequences(), c.settings()); };
  const auto recorded = std::make_shared<Spool<std::int16_t>>();
  system.tape()->record(*recorded);
  std::string fault = expect(again().outputs == run.outputs, "a recorded run differs");
  const RecordedStates states{
      {recorded, 0, recorded->size()},
      {run.statistics.accumulators_out_of_range, run.statistics.conversions_out_of_range}};
  system.tape()->replay(states);
  const ZynqSystem::Result replayed = again();
  fault += expect(replayed.outputs == run.outputs, "replayed outputs differ") +
           expect(describe(replayed.statistics) == describe(run.statistics),
                  "a replayed run differs:\n" + describe(replayed.statistics) + "\nnot " +
                      describe(run.statistics));
  system.tape()->stop();
  return fault;
}

std::string check_equivalence(const SystemCase& c) {
  return in_child([&] {
    CheckedSystem checked(c.parameters());
    ZynqSystem& system = checked.system;
    const QuantisedNetwork network = c.network();
    const std::vector<InputSequence> sequences = c.sequences();
    const ZynqSystem::Result fast = system.run(network, sequences, c.settings());
    const Untimed untimed = run_untimed(c);
    std::string fault = expect(fast.outputs == untimed.outputs, "outputs differ from the cell's") +
                        check_conservation(c, fast.statistics, untimed);

    fault += check_replay(system, c, fast);

    system.engine().set_engine(Engine::stepped);
    const ZynqSystem::Result stepped = system.run(network, sequences, c.settings());
    fault += expect(describe(stepped.statistics) == describe(fast.statistics),
                    "engines differ:\nfast " + describe(fast.statistics) + "\nstepped " +
                        describe(stepped.statistics));

    RandomSource random(c.seed);
    std::vector<std::size_t> order(system.engine().blocks().size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size() - 1; i > 0; --i)
      std::swap(order[i], order[static_cast<std::size_t>(random.between(0, static_cast<int>(i)))]);
    system.engine().reorder(order);
    const ZynqSystem::Result shuffled = system.run(network, sequences, c.settings());
    fault += expect(shuffled.outputs == fast.outputs, "outputs depend on the order of blocks") +
             equal(shuffled.statistics.total_cycles, fast.statistics.total_cycles,
                   "cycles with blocks in another order") +
             checked.faults() + expect(checked.binding.transactions() > 0, "checkers saw nothing") +
             equal(system.payloads_in_use(), 0, "payloads in use at the end");
    return fault;
  });
}

}  // namespace

TEST_CASE("any configuration equals the untimed cell, in any engine and order of blocks",
          "[system]") {
  const int chunk = GENERATE(range(0, 10));
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const SystemCase c = random_case(static_cast<std::uint64_t>(chunk) * 1000 + seed);
    const std::string fault = check_equivalence(c);
    if (fault.empty()) continue;
    const SystemCase small = shrink(c, check_equivalence);
    FAIL("drawn:  " << c.describe() << "\nshrunk: " << small.describe() << "\n"
                    << check_equivalence(small));
  }
}

TEST_CASE("runs of one elaborated model do not depend on each other", "[system]") {
  const std::uint64_t seed = GENERATE(range(1, 11));
  SystemCase a = random_case(seed);
  const std::string fault = in_child([&] {
    CheckedSystem checked(a.parameters());
    ZynqSystem& system = checked.system;
    SystemCase b = random_case(seed + 100);
    b.profile = a.profile;  // the formats are elaborated
    b.formats = a.formats;
    const auto run = [&](const SystemCase& c, DeltaSettings settings) {
      return system.run(c.network(), c.sequences(), settings);
    };
    const ZynqSystem::Result first = run(a, a.settings());
    run(b, b.settings());
    run(a, {0, 0, false});
    const ZynqSystem::Result again = run(a, a.settings());
    return expect(first.outputs == again.outputs, "outputs differ") +
           expect(describe(first.statistics) == describe(again.statistics),
                  describe(first.statistics) + "\nagain " + describe(again.statistics));
  });
  INFO(a.describe());
  CHECK(fault == "");
}

TEST_CASE("systems of one process, each with its own clock, do not depend on each other",
          "[system]") {
  const std::uint64_t seed = GENERATE(range(1, 11));
  const SystemCase a = random_case(seed), b = random_case(seed + 100);
  INFO(a.describe() << "\n" << b.describe());
  const auto parameters = [](const SystemCase& c, std::int64_t period_ps) {
    Parameters p = c.parameters();
    p.clock.period_ps = period_ps;
    return p;
  };
  const Parameters of_a = parameters(a, 7000), of_b = parameters(b, 9100);
  const auto numbers = [](ZynqSystem& system, const SystemCase& c) {
    return describe(system.run(c.network(), c.sequences(), c.settings()).statistics);
  };
  const auto alone = [&](const SystemCase& c, const Parameters& p) {
    return in_child([&] {
      CheckedSystem checked(p);
      return numbers(checked.system, c);
    });
  };
  const std::string a_alone = alone(a, of_a), b_alone = alone(b, of_b);
  CHECK(a_alone != "");
  CHECK(in_child([&] {
          ZynqSystem first("first", of_a, Engine::fast), second("second", of_b, Engine::fast);
          return expect(numbers(first, a) == a_alone, "the first's first run") +
                 expect(numbers(second, b) == b_alone, "the second's first run") +
                 expect(numbers(first, a) == a_alone, "the first's second run") +
                 expect(numbers(second, b) == b_alone, "the second's second run");
        }) == "");
}
