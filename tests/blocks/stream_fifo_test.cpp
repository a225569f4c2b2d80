#include "model/blocks/stream_fifo.hpp"

#include <catch2/catch.hpp>
#include <deque>

#include "tests/support/cycle_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

TEST_CASE("an entry pushed in one cycle is seen in the next", "[fifo]") {
  StreamFifo<int> fifo("fifo", 2);
  CycleBench bench{&fifo};
  fifo.push(7);
  CHECK(fifo.size() == 0);
  bench.step();
  REQUIRE(fifo.size() == 1);
  CHECK(fifo.peek() == 7);
}

TEST_CASE("a FIFO of depth n takes n entries and has no room for another", "[fifo]") {
  const int depth = GENERATE(1, 2, 3, 32);
  StreamFifo<int> fifo("fifo", static_cast<std::size_t>(depth));
  CycleBench bench{&fifo};
  for (int i = 0; i < depth; ++i) {
    REQUIRE(fifo.free() == static_cast<std::size_t>(depth - i));
    fifo.push(i);
  }
  CHECK(fifo.free() == 0);
  bench.step();
  CHECK(fifo.free() == 0);
}

TEST_CASE("the place of a popped entry is free in the next cycle and not before", "[fifo]") {
  StreamFifo<int> fifo("fifo", 1);
  CycleBench bench{&fifo};
  fifo.push(1);
  bench.step();
  fifo.pop();
  CHECK(fifo.free() == 0);
  bench.step();
  CHECK(fifo.free() == 1);
}

TEST_CASE("random pushes and pops equal a plain queue", "[fifo]") {
  const std::uint64_t seed = GENERATE(1, 2, 3);
  INFO("seed " << seed);
  test::RandomSource random(seed);
  const auto depth = static_cast<std::size_t>(random.small(1, 9));
  StreamFifo<int> fifo("fifo", depth);
  CycleBench bench{&fifo};
  std::deque<int> queue;
  std::uint64_t pushed = 0;
  for (int cycle = 0; cycle < 2000; ++cycle) {
    REQUIRE(fifo.size() == queue.size());
    for (std::size_t i = 0; i < queue.size(); ++i) REQUIRE(fifo.peek(i) == queue[i]);
    const auto pops = static_cast<std::size_t>(random.between(0, static_cast<int>(fifo.size())));
    const auto pushes = static_cast<std::size_t>(random.between(0, static_cast<int>(fifo.free())));
    fifo.pop(pops);
    queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(pops));
    for (std::size_t i = 0; i < pushes; ++i) {
      fifo.push(cycle);
      queue.push_back(cycle);
    }
    pushed += pushes;
    bench.step();
  }
  CHECK(fifo.total_pushed() == pushed);
  CHECK(test::cycles_booked(fifo) == 2000);
}

TEST_CASE("a FIFO's cycles are busy, empty or holding", "[fifo]") {
  StreamFifo<int> fifo("fifo", 2);
  CycleBench bench{&fifo};
  bench.steps(3);
  fifo.push(1);
  bench.step();
  bench.steps(4);
  CHECK(cycles_for(fifo, "empty") == 3);
  CHECK(cycles_for(fifo, "busy") == 1);
  CHECK(cycles_for(fifo, "holding") == 4);
}
