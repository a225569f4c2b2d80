#include "model/blocks/stream_fifo.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <vector>

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

namespace {

/// What a FIFO's neighbours do: so many entries in each of so many cycles from one on.
struct Stretch {
  Cycle begin = 0, cycles = 0;
  std::size_t per_cycle = 0;
  bool includes(Cycle now) const { return begin <= now && now < begin + cycles; }
};

Stretch random_stretch(Cycle now, std::size_t most, test::RandomSource& random) {
  const auto cycles = static_cast<Cycle>(random.small(1, 6));
  return {now, cycles, std::min<std::size_t>(most / cycles, 5)};
}

}  // namespace

TEST_CASE("what is said of several cycles at once is seen as if it was done in each", "[fifo]") {
  const std::uint64_t seed = GENERATE(range(1, 40));
  INFO("seed " << seed);
  test::RandomSource random(seed);
  const auto depth = static_cast<std::size_t>(random.small(1, 40));
  StreamFifo<int> at_once("at_once", depth), each("each", depth);
  CycleBench bench{&at_once, &each};
  Stretch pushes, pops;
  int entry = 0, stretch_entry = 0;
  for (int i = 0; i < 1000; ++i) {
    const Cycle now = bench.now();
    REQUIRE(at_once.size() == each.size());
    REQUIRE(at_once.total_pushed() == each.total_pushed());
    REQUIRE(at_once.cause() == each.cause());
    for (std::size_t k = 0; k < each.size(); ++k) REQUIRE(at_once.peek(k) == each.peek(k));
    if (!pushes.includes(now) && random.chance(40)) {
      pushes = random_stretch(now, at_once.free(), random);
      std::vector<int> values(pushes.cycles * pushes.per_cycle);
      for (int& value : values) value = ++stretch_entry;
      if (!values.empty()) at_once.push_over(values.data(), pushes.cycles, pushes.per_cycle);
    }
    if (!pops.includes(now) && random.chance(40)) {
      pops = random_stretch(now, depth, random);
      if (pops.per_cycle > 0) pops.cycles = std::min(pops.cycles, at_once.poppable(pops.per_cycle));
      if (pops.cycles * pops.per_cycle > 0) at_once.pop_over(pops.cycles, pops.per_cycle);
    }
    if (pushes.includes(now))
      for (std::size_t k = 0; k < pushes.per_cycle; ++k) each.push(++entry);
    if (pops.includes(now)) each.pop(pops.per_cycle);
    bench.step();
  }
  for (const char* cause : {"busy", "empty", "holding"})
    CHECK(cycles_for(at_once, cause) == cycles_for(each, cause));
}

TEST_CASE("how long entries can be popped is said with what is known to be pushed", "[fifo]") {
  for (const std::size_t pushed_a_cycle : {1, 2, 3, 5})
    for (const std::size_t popped_a_cycle : {1, 2, 3, 4})
      for (const std::size_t there : {0, 1, 4, 7})
        for (const Cycle cycles : {1, 3, 8}) {
          INFO(there << " there, " << pushed_a_cycle << " more in each of " << cycles
                     << " cycles, popped by " << popped_a_cycle);
          StreamFifo<int> fifo("fifo", 64), twin("twin", 64);
          CycleBench bench{&fifo, &twin};
          const std::vector<int> values(64);
          fifo.push_all(values.data(), there);
          twin.push_all(values.data(), there);
          bench.step();
          fifo.push_over(values.data(), cycles, pushed_a_cycle);
          twin.push_over(values.data(), cycles, pushed_a_cycle);
          const Cycle foreseen = fifo.poppable(popped_a_cycle);
          Cycle popped = 0;
          for (; twin.size() >= popped_a_cycle; ++popped) {
            twin.pop(popped_a_cycle);
            bench.step();
          }
          CHECK(foreseen == popped);
        }
}

TEST_CASE("a stretch that is stopped ends with the cycle before", "[fifo]") {
  StreamFifo<int> fifo("fifo", 8);
  CycleBench bench{&fifo};
  const int values[] = {1, 2, 3, 4, 5, 6};
  fifo.push_over(values, 3, 2);
  CHECK(fifo.free() == 2);
  bench.steps(2);
  fifo.stop_pushing();
  CHECK(fifo.size() == 4);
  CHECK(fifo.free() == 4);
  fifo.push(7);
  bench.step();
  CHECK(fifo.peek(4) == 7);
  fifo.pop_over(5, 1);
  bench.steps(3);
  fifo.stop_popping(bench.now());
  bench.steps(4);
  CHECK(fifo.size() == 2);
  CHECK(fifo.peek() == 4);
  CHECK(cycles_for(fifo, "busy") == 2 + 1 + 3);
}
