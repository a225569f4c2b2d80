#include <catch2/catch.hpp>

#include "tests/support/cycle_bench.hpp"
#include "tlm/read_dma.hpp"
#include "tlm/write_dma.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

/// A memory that answers `latency` cycles after a burst was issued, and notes the bursts.
class FixedLatencyPort : public MemoryPort {
 public:
  FixedLatencyPort(const CycleBench& bench, Cycle latency) : bench_(bench), latency_(latency) {}
  void issue(Burst& burst) override {
    for (std::size_t i = 0; i < burst.data.size() && !burst.write; ++i)
      burst.data[i] = static_cast<std::uint8_t>((burst.address + i) & 0xff);
    if (burst.write) written.insert(written.end(), burst.data.begin(), burst.data.end());
    lengths.push_back(burst.data.size());
    burst.ready = bench_.now() + latency_;
  }
  std::vector<std::size_t> lengths;
  std::vector<std::uint8_t> written;

 private:
  const CycleBench& bench_;
  const Cycle latency_;
};

struct ReadBench {
  ReadBench(const DmaConfig& config, Cycle latency, std::size_t fifo_depth)
      : fifo("fifo", fifo_depth), port(cycles, latency), dma(config, {&port}, fifo) {
    cycles.engine().add(fifo);
    cycles.engine().add(dma);
    dma.on_done([this] { done = true; });
  }
  CycleBench cycles{};
  WordFifo fifo;
  FixedLatencyPort port;
  ReadDma dma;
  bool done = false;
};

struct WriteBench {
  WriteBench(const DmaConfig& config, Cycle latency)
      : fifo("fifo", 64), port(cycles, latency), dma(config, {&port}, fifo) {
    cycles.engine().add(fifo);
    cycles.engine().add(dma);
    dma.on_accepted([this](Cycle now, int words) { accepted.push_back({now, words}); });
    dma.on_done([this] { done = true; });
  }
  CycleBench cycles{};
  WordFifo fifo;
  FixedLatencyPort port;
  WriteDma dma;
  std::vector<std::pair<Cycle, int>> accepted;
  bool done = false;
};

}  // namespace

TEST_CASE("a read streams a burst from the cycle in which it is ready", "[dma]") {
  ReadBench bench({8, 16, 8, 2, 4}, 10, 256);
  bench.dma.start(0, 128);
  // Issued in cycle 0, ready in 10; 64 words at 4 a cycle are pushed in 10 to 25, seen from 26.
  CHECK(bench.cycles.first_cycle_with([&] { return bench.fifo.size() > 0; }) == 11);
  CHECK(bench.fifo.size() == 4);
  CHECK(bench.cycles.first_cycle_with([&] { return bench.done; }) == 26);
  CHECK(bench.fifo.size() == 64);
  for (std::size_t i = 0; i < 64; ++i)
    REQUIRE(bench.fifo.peek(i) == static_cast<std::int16_t>((2 * i) | ((2 * i + 1) << 8)));
  CHECK(cycles_for(bench.dma, "memory_wait") == 9);
}

TEST_CASE("bursts end at 4 KB boundaries and at the transfer's end", "[dma]") {
  ReadBench bench({8, 16, 8, 2, 4}, 5, 256);
  bench.dma.start(4096 - 24, 24 + 128 + 6);
  REQUIRE(bench.cycles.first_cycle_with([&] { return bench.done; }) != kNever);
  CHECK(bench.port.lengths == std::vector<std::size_t>{24, 128, 6});
  CHECK(bench.fifo.total_pushed() == (24 + 128 + 6) / 2);
}

TEST_CASE("a read waits where the FIFO is full, and loses nothing", "[dma]") {
  ReadBench bench({8, 16, 8, 2, 4}, 5, 7);
  bench.dma.start(0, 64);
  bench.cycles.steps(30);
  CHECK(bench.fifo.size() == 7);
  CHECK(cycles_for(bench.dma, "fifo_full") > 0);
  for (int words = 7; words < 32; ++words) {
    bench.fifo.pop();
    bench.cycles.steps(2);
  }
  CHECK(bench.done);
  CHECK(bench.fifo.total_pushed() == 32);
}

TEST_CASE("no more bursts are under way than allowed", "[dma]") {
  const auto cycles = [](int outstanding) {
    ReadBench bench({8, 2, outstanding, 2, 4}, 40, 1024);
    bench.dma.start(0, 256);  // 16 bursts of 16 bytes
    return bench.cycles.first_cycle_with([&] { return bench.done; });
  };
  // One at a time: a burst streams in two cycles, and the next is issued in the second of them.
  CHECK(cycles(1) == 16 * (40 + 1) + 1);
  // All at once: a burst a port takes 2 cycles, so the last is issued in cycle 30.
  CHECK(cycles(16) == 30 + 40 + 2);
}

TEST_CASE("a write accepts whole beats of one step", "[dma]") {
  WriteBench bench({8, 16, 8, 2, 4}, 5);
  bench.dma.start(0, 2 * 12, 6);  // two steps of six words
  for (int i = 0; i < 11; ++i) bench.fifo.push(static_cast<std::int16_t>(i));
  bench.cycles.steps(6);
  // Beats of 4 and 2 words a step; the last needs a word that is not there yet.
  REQUIRE(bench.accepted.size() == 3);
  CHECK(bench.accepted[0] == std::pair<Cycle, int>(1, 4));
  CHECK(bench.accepted[1] == std::pair<Cycle, int>(2, 2));
  CHECK(bench.accepted[2] == std::pair<Cycle, int>(3, 4));
  bench.fifo.push(11);
  REQUIRE(bench.cycles.first_cycle_with([&] { return bench.done; }) != kNever);
  CHECK(bench.port.lengths == std::vector<std::size_t>{24});
  for (std::size_t i = 0; i < 12; ++i) CHECK(bench.port.written[2 * i] == i);
  CHECK(test::cycles_booked(bench.dma) == bench.cycles.now());
}
