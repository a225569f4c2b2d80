#include <catch2/catch.hpp>

#include "model/blocks/edgedrnn/command_issue.hpp"
#include "model/blocks/edgedrnn/ideal_surroundings.hpp"
#include "model/config/errors.hpp"
#include "tests/support/cycle_bench.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

constexpr int kServedPe = 4;
constexpr int kBeats = 6;
constexpr std::uint32_t kBytes = kBeats * kServedPe;

/// A weight server between a queue of commands and a taker.
struct ServerBench {
  ServerBench()
      : weights(3 * kBytes), server(kServedPe, weights, control, commands, beats), cycles{&server} {
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<std::int16_t>(i);
    commands.drive([this] { return next < queue.size(); }, [this] { return queue[next]; });
    beats.receive([this] { return ready; });
  }

  /// Executes a cycle; true where a beat was taken in it.
  bool step() {
    const bool took_command = commands.transfers();
    const bool took_beat = beats.transfers();
    cycles.step();
    if (took_command) ++next;
    return took_beat;
  }

  std::vector<std::int16_t> weights;
  ControlLines control;
  std::vector<FetchCommand> queue;
  std::size_t next = 0;
  bool ready = true;
  Stream<FetchCommand> commands;
  Stream<WeightBeat> beats;
  IdealWeightServer server;
  CycleBench cycles;
};

}  // namespace

TEST_CASE("the first beat is offered the cycle after an idle server sees its command",
          "[edgedrnn]") {
  ServerBench bench;
  bench.queue.push_back({kBytes, kBytes});
  CHECK_FALSE(bench.step());
  REQUIRE(bench.beats.valid());
  CHECK(bench.beats.data().weights[0] == static_cast<std::int16_t>(kBytes));
}

TEST_CASE("a command is taken with the last beat but one", "[edgedrnn]") {
  ServerBench bench;
  bench.queue.push_back({0, kBytes});
  bench.step();
  for (int beat = 0; beat < kBeats; ++beat) {
    CAPTURE(beat);
    CHECK(bench.commands.transfers() == (beat == kBeats - 2));
    CHECK(bench.beats.data().last == (beat == kBeats - 1));
    CHECK(bench.beats.data().weights[0] == beat * kServedPe);
    CHECK(bench.step());
  }
  CHECK_FALSE(bench.beats.valid());
}

TEST_CASE("bursts follow without a bubble where the next command waits, else after idling",
          "[edgedrnn]") {
  const bool waits = GENERATE(true, false);
  ServerBench bench;
  bench.queue.push_back({0, kBytes});
  if (waits) bench.queue.push_back({kBytes, kBytes});
  for (int cycle = 0; cycle < 1 + kBeats; ++cycle) bench.step();
  CHECK(bench.beats.valid() == waits);
  CHECK(bench.server.beats_served() == kBeats);
}

TEST_CASE("a beat that is not taken stays, and so does its command", "[edgedrnn]") {
  ServerBench bench;
  bench.queue.push_back({0, kBytes});
  for (int cycle = 0; cycle < 1 + kBeats - 2; ++cycle) bench.step();
  bench.ready = false;
  CHECK_FALSE(bench.commands.ready());
  const std::int16_t* offered = bench.beats.data().weights;
  for (int cycle = 0; cycle < 5; ++cycle) CHECK_FALSE(bench.step());
  CHECK(bench.beats.data().weights == offered);
  CHECK(cycles_for(bench.server, "stalled") == 5);
  bench.ready = true;
  CHECK(bench.commands.ready());
}

TEST_CASE("a command that leaves the memory is named", "[edgedrnn]") {
  ServerBench bench;
  bench.queue.push_back({2 * kBytes + kServedPe, kBytes});
  CHECK_THROWS_AS(bench.step(), SimulationError);
  ServerBench inside;
  inside.queue.push_back({2 * kBytes, kBytes});
  CHECK_NOTHROW(inside.step());
}

TEST_CASE("a column's command has the address base + index * 3H and 3H bytes", "[edgedrnn]") {
  EdgeRegisters registers;
  registers.write(EdgeRegisters::kWeightBase, 0x1000);
  const NetworkShape shape = edge_shape({8, 16, 16});
  Stream<ColumnIndex> indices;
  Stream<FetchCommand> commands;
  CommandIssue issue(registers, shape, indices, commands);
  CycleBench cycles{&issue};
  bool offered = false, ready = false;
  indices.drive([&] { return offered; }, [] { return ColumnIndex{5}; });
  commands.receive([&] { return ready; });
  CHECK_FALSE(commands.valid());
  cycles.step();
  offered = true;
  REQUIRE(commands.valid());
  CHECK(commands.data().address == 0x1000 + 5 * 48);
  CHECK(commands.data().bytes == 48);
  CHECK_FALSE(indices.transfers());
  cycles.step();
  ready = true;
  CHECK(indices.transfers());
  cycles.step();
  CHECK(issue.columns() == 1);
  CHECK(cycles_for(issue, "idle") == 1);
  CHECK(cycles_for(issue, "waiting") == 1);
  CHECK(cycles_for(issue, "busy") == 1);
}
