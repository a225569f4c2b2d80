#include "model/blocks/edgedrnn/processing_controller.hpp"

#include <catch2/catch.hpp>

#include "model/config/errors.hpp"
#include "tests/support/cycle_bench.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

constexpr int kControlledPe = 4;

/// The controller and its PEs between a queue of deltas, beats of weights and takers of h.
struct ControllerBench {
  explicit ControllerBench(int units)
      : rows(3 * units / kControlledPe),
        shape(edge_shape({8, units})),
        tables(profile),
        memory(control, 16),
        array(kControlledPe, profile, tables, memory),
        unit(kControlledPe, control, shape, {deltas, weights, feedback, output}, array),
        cycles{&memory, &array, &unit} {
    memory.resize(shape);
    array.resize(shape);
    deltas.drive([this] { return next < queue.size(); }, [this] { return queue[next]; });
    weights.drive([this] { return serves; },
                  [this] {
                    return WeightBeat{words.data(), beat + 1 == rows};
                  });
    feedback.receive([] { return true; });
    output.receive([this] { return takes; });
  }

  void step() {
    const bool delta = deltas.transfers(), taken = weights.transfers();
    if (output.transfers()) outputs.push_back({cycles.now(), output.data().last});
    cycles.step();
    if (delta) ++next;
    if (taken) beat = (beat + 1) % rows;
  }
  void steps(Cycle count) {
    for (Cycle i = 0; i < count; ++i) step();
  }
  /// The cycle in which the queue's last delta has just left.
  Cycle drain() {
    while (next < queue.size()) step();
    return cycles.now();
  }

  struct Output {
    Cycle cycle;
    bool last;
  };

  const int rows;
  NumericProfile profile = numeric_profile("edgedrnn");
  ControlLines control;
  NetworkShape shape;
  std::vector<DeltaValue> queue;
  std::size_t next = 0;
  bool serves = true, takes = true;
  int beat = 0;
  std::vector<std::int16_t> words = std::vector<std::int16_t>(kControlledPe, 1);
  std::vector<Output> outputs;
  Stream<DeltaValue> deltas;
  Stream<WeightBeat> weights;
  Stream<ActivationBeat> feedback, output;
  Nonlinearities tables;
  StateMemory memory;
  PeArray array;
  ProcessingController unit;
  CycleBench cycles;
};

const DeltaValue kDelta{5, true, false};
const DeltaValue kLastDelta{5, true, true};
const DeltaValue kEnd{0, false, true};

}  // namespace

TEST_CASE("a delta keeps the PEs for 3H/K beats, an end alone for a cycle", "[edgedrnn]") {
  const int units = GENERATE(8, 16, 40);
  ControllerBench bench(units);
  bench.queue = {kDelta, kLastDelta, kEnd};
  const Cycle end = bench.drain();
  CHECK(end == static_cast<Cycle>(1 + 2 * bench.rows + 1));  // behind INIT
  CHECK(bench.array.beats() == static_cast<std::uint64_t>(2 * bench.rows));
  CHECK(cycles_for(bench.unit, "busy") == static_cast<Cycle>(2 * bench.rows));
  CHECK(cycles_for(bench.unit, "init") == 1);
  CHECK(cycles_for(bench.unit, "delta_wait") == 1);
}

TEST_CASE("groups appear every five cycles, from the third pass on", "[edgedrnn]") {
  const int units = GENERATE(8, 16, 40);
  const bool fetched = GENERATE(true, false);
  ControllerBench bench(units);
  bench.queue = {kEnd, fetched ? kLastDelta : kEnd};
  const Cycle end = bench.drain();
  bench.steps(static_cast<Cycle>(5 * units / kControlledPe + 40));
  const auto groups = static_cast<std::size_t>(units / kControlledPe);
  REQUIRE(bench.outputs.size() == groups);
  for (std::size_t g = 0; g < groups; ++g) {
    // The last delta leaves in end-1 and is known to be summed 3 cycles later; ACT0 comes then.
    CHECK(bench.outputs[g].cycle == end + 3 + 10 + 5 * g);
    CHECK(bench.outputs[g].last == (g + 1 == groups));
  }
  CHECK(cycles_for(bench.unit, "drain") == 3);
}

TEST_CASE("deltas wait for weights and weights for deltas", "[edgedrnn]") {
  ControllerBench bench(8);
  bench.steps(5);
  CHECK_FALSE(bench.weights.transfers());
  CHECK(cycles_for(bench.unit, "delta_wait") == 4);
  bench.serves = false;
  bench.queue = {kDelta};
  bench.steps(6);
  CHECK(cycles_for(bench.unit, "weight_wait") == 6);
  bench.serves = true;
  bench.steps(static_cast<Cycle>(bench.rows));
  CHECK(bench.next == 1);
}

TEST_CASE("a group waits for its taker, the last one too", "[edgedrnn]") {
  ControllerBench bench(8);
  bench.queue = {kEnd, kEnd};
  bench.takes = false;
  bench.drain();
  bench.steps(50);
  CHECK(bench.outputs.empty());
  CHECK(cycles_for(bench.unit, "output_wait") == 50 - 3 - 10);
  bench.takes = true;
  bench.step();
  bench.takes = false;
  bench.steps(20);
  CHECK(bench.outputs.size() == 1);
  bench.takes = true;
  bench.steps(1);
  REQUIRE(bench.outputs.size() == 2);
  CHECK(bench.outputs[1].last);
}

TEST_CASE("a burst that is no column is named", "[edgedrnn]") {
  ControllerBench bench(8);
  bench.queue = {kDelta};
  bench.beat = 1;  // the last flag comes a beat early
  CHECK_THROWS_AS(bench.steps(20), SimulationError);
}

TEST_CASE("every cycle of the controller and its PEs has one cause", "[edgedrnn]") {
  ControllerBench bench(16);
  bench.queue = {kDelta, kEnd, kDelta, kLastDelta, kEnd, kEnd};
  bench.steps(300);
  CHECK(bench.outputs.size() == 8);
  CHECK(test::cycles_booked(bench.unit) == 300);
  CHECK(test::cycles_booked(bench.array) == 300);
}
