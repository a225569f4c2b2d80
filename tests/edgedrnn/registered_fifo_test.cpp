#include "model/blocks/edgedrnn/registered_fifo.hpp"

#include <catch2/catch.hpp>
#include <deque>

#include "tests/support/cycle_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

struct FifoBench {
  explicit FifoBench(std::size_t depth) : fifo("fifo", depth, control, output), cycles{&fifo} {
    output.receive([this] { return ready; });
  }
  bool ready = false;
  ControlLines control;
  Stream<int> output;
  RegisteredFifo<int> fifo;
  CycleBench cycles;
};

}  // namespace

TEST_CASE("an entry pushed in cycle c is offered from cycle c+2 on", "[edgedrnn]") {
  FifoBench bench(2);
  bench.fifo.push(7);
  bench.cycles.step();
  CHECK_FALSE(bench.output.valid());
  bench.cycles.step();
  REQUIRE(bench.output.valid());
  CHECK(bench.output.data() == 7);
}

TEST_CASE("a FIFO of depth n holds n+1 entries", "[edgedrnn]") {
  const std::size_t depth = GENERATE(1, 2, 32);
  FifoBench bench(depth);
  std::size_t pushed = 0;
  for (std::size_t cycle = 0; cycle < 2 * depth + 4; ++cycle) {
    if (!bench.fifo.full()) bench.fifo.push(static_cast<int>(++pushed));
    bench.cycles.step();
  }
  CHECK(pushed == depth + 1);
  CHECK(bench.fifo.size() == depth + 1);
}

TEST_CASE("waiting entries follow one another without a gap", "[edgedrnn]") {
  FifoBench bench(4);
  for (int i = 0; i < 4; ++i) {
    bench.fifo.push(i);
    bench.cycles.step();
  }
  bench.ready = true;
  for (int i = 0; i < 4; ++i) {
    REQUIRE(bench.output.valid());
    CHECK(bench.output.data() == i);
    bench.cycles.step();
  }
  CHECK_FALSE(bench.output.valid());
}

TEST_CASE("a word that moves to the output makes room one cycle later", "[edgedrnn]") {
  FifoBench bench(1);
  bench.fifo.push(1);
  bench.cycles.steps(2);
  bench.fifo.push(2);
  bench.cycles.step();
  REQUIRE(bench.fifo.full());
  bench.ready = true;
  CHECK(bench.fifo.full());
  bench.cycles.step();
  CHECK_FALSE(bench.fifo.full());
}

TEST_CASE("a registered FIFO gives what a plain queue gives", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 10));
  INFO("seed " << seed);
  test::RandomSource random(seed);
  FifoBench bench(static_cast<std::size_t>(random.small(1, 6)));
  std::deque<int> queue;
  for (int cycle = 0; cycle < 3000; ++cycle) {
    bench.ready = random.chance(50);
    REQUIRE(bench.fifo.size() == queue.size());
    if (bench.output.transfers()) {
      REQUIRE(bench.output.data() == queue.front());
      queue.pop_front();
    }
    if (!bench.fifo.full() && random.chance(60)) {
      bench.fifo.push(cycle);
      queue.push_back(cycle);
    }
    bench.cycles.step();
  }
  CHECK(test::cycles_booked(bench.fifo) == 3000);
  CHECK(cycles_for(bench.fifo, "busy") > 0);
}

TEST_CASE("a reset empties a registered FIFO", "[edgedrnn]") {
  FifoBench bench(4);
  bench.fifo.push(1);
  bench.cycles.step();
  bench.fifo.push(2);
  bench.cycles.step();
  bench.control.resetting.set(true);
  bench.control.resetting.commit();
  bench.cycles.step();
  CHECK(bench.fifo.size() == 0);
  CHECK_FALSE(bench.output.valid());
}
