#include <catch2/catch.hpp>

#include "tests/system/dma_bench.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("a read streams each beat the engine's latency after it is visible", "[dma]") {
  DmaConfig config = config_64();
  config.read_latency_cycles = GENERATE(0, 1, 5);
  const auto latency = static_cast<Cycle>(config.read_latency_cycles);
  INFO("latency " << latency);
  ReadBench bench(config, 10, 256);
  bench.dma.start(0, 128);
  // Issued in cycle 0, so the first of 16 beats is visible in 10.
  const Cycle first = 10 + latency;
  bench.cycles.steps(first);
  CHECK(bench.first_word == kNever);
  bench.cycles.steps(1);
  CHECK(bench.first_word == first);
  for (std::size_t beats = 1; beats < 16; ++beats) {
    CHECK(bench.fifo.size() == 4 * beats);
    bench.cycles.steps(1);
  }
  CHECK(bench.done);
  for (std::size_t i = 0; i < 64; ++i) REQUIRE(bench.fifo.peek(i) == word_at(2 * i));
  CHECK(cycles_for(bench.dma, "memory_wait") == 9);
  CHECK(cycles_for(bench.dma, "pipeline") == latency);
  CHECK(cycles_for(bench.dma, "busy") == 1 + 16);
  CHECK(cycles_booked(bench.dma) == bench.cycles.now());
}

// PG021's throughput of MM2S is measured from the first arvalid to tlast: 399.04 MB/s at 100 MHz
// are 2506 cycles (2505 would be 399.20, 2507 398.88), which is 99.76 % of 2500 beats of 32 bit.
// It is met exactly, so no tolerance is needed.
TEST_CASE("MM2S moves 10,000 bytes at 99.76 % of the peak", "[dma]") {
  ReadBench bench(config_32(), 1, 8192);
  bench.dma.start(0, 10000);
  const Cycle cycles = bench.last_cycle() - bench.port.bursts.front().cycle + 1;
  CHECK(bench.first_word - bench.port.bursts.front().cycle == 6);
  CHECK(cycles == 2506);
  CHECK(2500 * 10000 / cycles == 9976);
}

// PG021's throughput of S2MM is measured from the first tvalid to the last wlast: 298.59 MB/s at
// 100 MHz are 3349 cycles, printed as 74.64 %. The gap is kept in tenths of a cycle, and a tenth is
// 15.6 cycles over 156 gaps; the nearest tenth is within half of that, 7.8 cycles or 0.17 %. The
// test asks for more: the one digit, 74.6 %, to which the project states the value.
TEST_CASE("S2MM moves 10,000 bytes at 74.6 % of the peak", "[dma]") {
  WriteBench bench(config_32(), 1);
  bench.fill(5000);
  bench.dma.start(0, 10000, 5000);
  bench.last_cycle();
  const Cycle first_word = bench.accepted.front().first;
  const IdealPort::Noted& last = bench.port.bursts.back();
  const Cycle cycles = last.cycle + last.beats - first_word;
  CHECK(bench.port.bursts.front().cycle - first_word == 39);
  CHECK(bench.port.bursts.size() == 157);
  CHECK(2500 * 1000 / cycles == 746);
}

TEST_CASE("bursts end where those of the DataMover do", "[dma]") {
  ReadBench bench(config_64(), 5, 256);
  // To the next multiple of 128 bytes, which here is a 4 KB boundary as well; then whole bursts.
  bench.dma.start(4096 - 24, 24 + 128 + 6);
  REQUIRE(bench.last_cycle() != kNever);
  CHECK(bench.port.lengths() == std::vector<std::uint64_t>{24, 128, 6});
  CHECK(bench.fifo.total_pushed() == (24 + 128 + 6) / 2);
}

TEST_CASE("an unaligned read delivers the words from its address on", "[dma]") {
  ReadBench bench(config_64(), 5, 256);
  bench.dma.start(4090, 30);
  REQUIRE(bench.last_cycle() != kNever);
  CHECK(bench.port.lengths() == std::vector<std::uint64_t>{6, 24});
  for (std::size_t i = 0; i < 15; ++i) CHECK(bench.fifo.peek(i) == word_at(4090 + 2 * i));
}

TEST_CASE("a read waits where the FIFO is full, and loses nothing", "[dma]") {
  ReadBench bench(config_64(), 5, 7);
  bench.dma.start(0, 64);
  bench.cycles.steps(30);
  CHECK(bench.fifo.size() == 7);
  CHECK(cycles_for(bench.dma, "fifo_full") > 0);
  for (int words = 7; words < 32; ++words) {
    CHECK(bench.fifo.peek() == word_at(2 * static_cast<std::uint64_t>(words - 7)));
    bench.fifo.pop();
    bench.cycles.steps(2);
  }
  CHECK(bench.done);
  CHECK(bench.fifo.total_pushed() == 32);
}

TEST_CASE("no more bursts are under way than allowed", "[dma]") {
  DmaConfig config = config_64();
  config.burst.burst_beats = 2;
  config.read_latency_cycles = 3;
  const auto last_cycle = [&](int outstanding) {
    config.outstanding_bursts = outstanding;
    ReadBench bench(config, 40, 1024);
    bench.dma.start(0, 256);  // 16 bursts of two beats
    return bench.last_cycle();
  };
  // One at a time: its two beats are streamed 43 and 44 cycles after its address, and the cycle
  // that streams the second issues the next.
  CHECK(last_cycle(1) == 16 * 44);
  // All at once: an address a cycle, 32 beats from cycle 40 on.
  CHECK(last_cycle(16) == 40 + 31 + 3);
}

TEST_CASE("a port gets a read address every cycle", "[dma]") {
  ReadBench bench(config_64(), 20, 1024);
  bench.dma.start(0, 5 * 128);
  REQUIRE(bench.last_cycle() != kNever);
  REQUIRE(bench.port.bursts.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(bench.port.bursts[i].cycle == i);
}

TEST_CASE("several ports get read addresses in turn", "[dma]") {
  DmaConfig config = config_64();
  config.words_per_cycle = 8;
  EngineBench cycles;
  WordFifo fifo("fifo", 1024);
  IdealPort a(cycles.now(), config.burst, 20), b(cycles.now(), config.burst, 20);
  ReadDma dma(config, {&a, &b}, fifo);
  cycles.add(fifo);
  cycles.add(dma);
  dma.start(0, 4 * 128);
  const Cycle last = cycles.last_cycle_until([&] { return !dma.running(); });
  REQUIRE(a.bursts.size() == 2);
  REQUIRE(b.bursts.size() == 2);
  CHECK(a.bursts[0].cycle == 0);
  CHECK(b.bursts[0].cycle == 1);
  CHECK(a.bursts[1].cycle == 2);
  CHECK(b.bursts[1].cycle == 3);
  // The first burst is streamed as it comes, a beat a cycle from 25 to 40; the 48 beats of the
  // others come meanwhile, so they are streamed two a cycle, the first of them still in 40.
  CHECK(last == 40 + 48 / 2);
  for (std::size_t i = 0; i < 256; ++i) REQUIRE(fifo.peek(i) == word_at(2 * i));
}

TEST_CASE("a write accepts whole beats of one step", "[dma]") {
  WriteBench bench(config_64(), 5);
  bench.dma.start(0, 2 * 12, 6);  // two steps of six words
  bench.fill(11);
  bench.cycles.steps(6);
  // Beats of 4 and 2 words a step; the last needs a word that is not there yet.
  REQUIRE(bench.accepted.size() == 3);
  CHECK(bench.accepted[0] == std::pair<Cycle, int>(1, 4));
  CHECK(bench.accepted[1] == std::pair<Cycle, int>(2, 2));
  CHECK(bench.accepted[2] == std::pair<Cycle, int>(3, 4));
  bench.fifo.push(11);
  REQUIRE(bench.last_cycle() != kNever);
  CHECK(bench.port.lengths() == std::vector<std::uint64_t>{24});
  for (std::size_t i = 0; i < 12; ++i) CHECK(bench.port.written[2 * i] == i);
  CHECK(cycles_booked(bench.dma) == bench.cycles.now());
}

TEST_CASE("a write goes out the engine's latency after its first word, if it is complete",
          "[dma]") {
  DmaConfig config = config_64();
  config.write_latency_cycles = GENERATE(15, 16, 17, 39);
  WriteBench bench(config, 5);
  bench.fill(64);
  bench.dma.start(0, 128, 64);
  bench.last_cycle();
  // The words are accepted in cycles 1 to 16, so a burst is complete in 17.
  const auto latency = static_cast<Cycle>(config.write_latency_cycles);
  REQUIRE(bench.port.bursts.size() == 1);
  CHECK(bench.port.bursts[0].cycle == std::max<Cycle>(17, 1 + latency));
}

TEST_CASE("a port's write bursts keep their gap, and its fractions add up", "[dma]") {
  DmaConfig config = config_64();
  config.write_gap_tenths = GENERATE(0, 5, 10, 52);
  WriteBench bench(config, 5);
  bench.fill(64 * 21);
  bench.dma.start(0, 128 * 21, 64 * 21);
  bench.last_cycle();
  const auto& bursts = bench.port.bursts;
  REQUIRE(bursts.size() == 21);
  for (std::size_t i = 1; i < bursts.size(); ++i) {
    const Cycle gaps = i * static_cast<Cycle>(config.write_gap_tenths) / 10;
    CHECK(bursts[i].cycle == bursts[0].cycle + 16 * i + gaps);
  }
}

TEST_CASE("a transfer's gaps do not depend on the transfer before", "[dma]") {
  DmaConfig config = config_64();
  config.write_gap_tenths = 7;
  WriteBench bench(config, 5);
  bench.fill(2 * 64 * 4);
  for (int transfer = 0; transfer < 2; ++transfer) {
    bench.done = false;
    bench.port.bursts.clear();
    bench.dma.start(0, 128 * 4, 64 * 4);
    REQUIRE(bench.last_cycle() != kNever);
    REQUIRE(bench.port.bursts.size() == 4);
    // 0.7, 1.4 and 2.1 cycles in all.
    const Cycle first = bench.port.bursts[0].cycle;
    CHECK(bench.port.bursts[1].cycle == first + 16);
    CHECK(bench.port.bursts[2].cycle == first + 32 + 1);
    CHECK(bench.port.bursts[3].cycle == first + 48 + 2);
  }
}

TEST_CASE("two ports write at the same time, each with its own gap", "[dma]") {
  DmaConfig config = config_64();
  config.words_per_cycle = 8;
  config.write_gap_tenths = 50;
  WriteBench bench(config, 5, Engine::stepped, 2);
  bench.fill(64 * 6);
  bench.dma.start(0, 128 * 6, 64 * 6);
  bench.last_cycle();
  // Eight words a cycle: the bursts' first words are accepted in 1, 9, 17...
  const std::vector<std::uint64_t> cycles_a{40, 61, 82}, cycles_b{48, 69, 90};
  REQUIRE(bench.port.bursts.size() == 3);
  REQUIRE(bench.second.bursts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(bench.port.bursts[i].cycle == cycles_a[i]);
    CHECK(bench.second.bursts[i].cycle == cycles_b[i]);
  }
}

TEST_CASE("a write is done with its last response and tells every cycle's cause", "[dma]") {
  WriteBench bench(config_64(), 7);
  bench.fill(64);
  bench.dma.start(0, 128, 64);
  // Words come from 1 to 16; issued in 40, beats to 55, the response 7 cycles after.
  CHECK(bench.last_cycle() == 62);
  CHECK(cycles_for(bench.dma, "stream_wait") == 1);
  CHECK(cycles_for(bench.dma, "busy") == 16 + 16);
  CHECK(cycles_for(bench.dma, "pipeline") == 40 - 17);
  CHECK(cycles_for(bench.dma, "memory_wait") == 62 - 56);
  CHECK(cycles_for(bench.dma, "idle") == 1);  // the cycle of the response
  CHECK(cycles_booked(bench.dma) == 63);
}

TEST_CASE("a read error halts the engine before the failed burst's first word", "[dma]") {
  DmaConfig config = config_64();
  config.outstanding_bursts = 3;
  ReadBench bench(config, 10, 1024);
  bench.port.fail(128 + 40, BurstResponse::slave_error);  // in the second burst
  bench.dma.start(0, 10 * 128);
  const Cycle last = bench.cycles.last_cycle_until([&] { return !bench.dma.running(); });
  CHECK(bench.errors == std::vector<BurstResponse>{BurstResponse::slave_error});
  CHECK(!bench.done);
  CHECK(bench.fifo.total_pushed() == 64);
  // The second burst's beats begin in 26, the error is seen in 31; the fourth burst was issued when
  // the first had been streamed, and its last beat is visible in 73.
  REQUIRE(bench.port.bursts.size() == 4);
  CHECK(last == bench.port.bursts.back().ready + 15 + 5);
  CHECK(cycles_booked(bench.dma) == bench.cycles.now());
  bench.dma.start(4096, 8);
  CHECK(bench.last_cycle() != kNever);
  CHECK(bench.fifo.total_pushed() == 68);
  CHECK(bench.fifo.peek(64) == word_at(4096));
}

TEST_CASE("a write error halts the engine when all bursts under way are answered", "[dma]") {
  WriteBench bench(config_64(), 60);
  bench.port.fail(128, BurstResponse::decode_error);
  bench.fill(64 * 20);
  bench.dma.start(0, 20 * 128, 64 * 20);
  const Cycle last = bench.cycles.last_cycle_until([&] { return !bench.dma.running(); });
  CHECK(bench.errors == std::vector<BurstResponse>{BurstResponse::decode_error});
  CHECK(!bench.done);
  CHECK(bench.port.bursts.size() < 20);
  CHECK(last == bench.port.bursts.back().ready);
  const std::size_t accepted = bench.fifo.total_pushed() - bench.fifo.size();
  bench.cycles.steps(50);
  CHECK(bench.fifo.total_pushed() - bench.fifo.size() == accepted);
  CHECK(cycles_booked(bench.dma) == bench.cycles.now());
}

// In one of these latencies the next burst is due in the very cycle in which the error is seen.
TEST_CASE("no write goes out in the cycle in which an error is seen, or later", "[dma]") {
  const auto latency = static_cast<Cycle>(GENERATE(range(1, 60)));
  INFO("latency " << latency);
  DmaConfig config = config_64();
  config.outstanding_bursts = 4;
  WriteBench bench(config, latency);
  bench.port.fail(0, BurstResponse::slave_error);
  bench.fill(64 * 20);
  Cycle seen = kNever;
  bench.dma.on_error([&](BurstResponse) { seen = bench.cycles.now(); });
  bench.dma.start(0, 20 * 128, 64 * 20);
  REQUIRE(bench.cycles.last_cycle_until([&] { return !bench.dma.running(); }) != kNever);
  for (const IdealPort::Noted& burst : bench.port.bursts) {
    CHECK(burst.bytes == 128);
    CHECK(burst.cycle < seen);
  }
}

TEST_CASE("an aborted transfer moves nothing more, and the next is whole", "[dma]") {
  const Cycle when = static_cast<Cycle>(GENERATE(0, 5, 30, 60));
  INFO("aborted after " << when);
  ReadBench read(config_64(), 10, 2048);
  read.dma.start(0, 20 * 128);
  read.cycles.steps(when);
  read.dma.abort();
  const std::uint64_t streamed = read.fifo.total_pushed();
  read.cycles.last_cycle_until([&] { return !read.dma.running(); });
  CHECK(read.fifo.total_pushed() == streamed);
  CHECK(!read.done);
  read.dma.start(512, 256);
  CHECK(read.last_cycle() != kNever);
  CHECK(read.fifo.total_pushed() == streamed + 128);
  CHECK(read.fifo.peek(streamed) == word_at(512));

  WriteBench write(config_64(), 10);
  write.fill(64 * 20);
  write.dma.start(0, 20 * 128, 64 * 20);
  write.cycles.steps(when);
  write.dma.abort();
  const std::size_t left = write.fifo.size();
  write.cycles.last_cycle_until([&] { return !write.dma.running(); });
  write.cycles.steps(1);
  CHECK((when == 0 || write.fifo.size() == left));
  CHECK(!write.done);
  write.port.written.clear();
  const std::int16_t head = write.fifo.peek();
  write.dma.start(0, 128, 64);
  CHECK(write.last_cycle() != kNever);
  CHECK(write.port.written.size() == 128);
  CHECK(write.port.written[0] == (head & 0xff));
}

TEST_CASE("bursts come with recycled buffers", "[dma]") {
  ReadBench read(config_64(), 10, 8192);
  read.dma.start(64, 100 * 128);
  REQUIRE(read.last_cycle() != kNever);
  CHECK(read.port.bursts.size() == 101);
  CHECK(read.port.buffers.size() <= 8);
  WriteBench write(config_64(), 10);
  write.fill(64 * 100);
  write.dma.start(64, 100 * 128, 64 * 100);
  REQUIRE(write.last_cycle() != kNever);
  CHECK(write.port.bursts.size() == 101);
  CHECK(write.port.buffers.size() <= 8);
}
