#include "tlm/data_mover.hpp"

#include <catch2/catch.hpp>

#include "model/config/errors.hpp"
#include "tests/support/random_source.hpp"
#include "tests/system/ideal_port.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

DataMoverCommand command(std::uint64_t address, std::uint32_t bytes, bool end_of_frame = true,
                         std::uint8_t tag = 0) {
  DataMoverCommand c;
  c.address = address;
  c.bytes = bytes;
  c.end_of_frame = end_of_frame;
  c.tag = tag;
  return c;
}

/// Commands are pushed between cycles, so one pushed before cycle c is committed in c.
struct Bench {
  explicit Bench(const DataMoverConfig& settings = {}, Cycle latency = 20,
                 std::size_t beat_depth = 1024)
      : config(settings),
        commands("commands", static_cast<std::size_t>(config.command_depth)),
        beats("beats", beat_depth),
        port(cycles.now(), config.burst, latency),
        mover(config, port, commands, beats) {
    cycles.add(commands);
    cycles.add(beats);
    cycles.add(mover);
    mover.on_status([this](const DataMoverStatus& status) { statuses.push_back(status); });
  }
  void finish(std::uint64_t completed) {
    REQUIRE(cycles.last_cycle_until([&] { return mover.completed() == completed; }) != kNever);
  }
  /// Runs to the end with all beats taken as they come; the cycles in which they were pushed.
  std::vector<Cycle> beat_cycles(std::uint64_t completed) {
    std::vector<Cycle> pushed;
    while (mover.completed() < completed && cycles.now() < 100000) {
      const std::uint64_t before = beats.total_pushed();
      const Cycle now = cycles.now();
      cycles.steps(1);
      if (beats.total_pushed() > before) pushed.push_back(now);
    }
    return pushed;
  }

  const DataMoverConfig config;
  EngineBench cycles;
  CommandFifo commands;
  BeatFifo beats;
  IdealPort port;
  DataMover mover;
  std::vector<DataMoverStatus> statuses;
};

}  // namespace

TEST_CASE("a command has its fields where PG022 has them", "[data_mover]") {
  DataMoverCommand c = command(0xab12345678, 0x456789, true, 0xc);
  c.alignment = 0x2a;
  c.realign = true;
  CHECK(pack(c) == DataMoverWord{0x12345678eac56789, 0x0cab});
  c.increment = c.end_of_frame = c.realign = false;
  CHECK(pack(c) == DataMoverWord{0x123456782a456789, 0x0cab});
  CHECK(pack(unpack({0x12345678eac56789, 0xfcab})) == DataMoverWord{0x12345678eac56789, 0x0cab});
}

TEST_CASE("packing and unpacking are each other's inverse", "[data_mover]") {
  RandomSource random(21);
  for (int i = 0; i < 1000; ++i) {
    const DataMoverWord word{static_cast<std::uint64_t>(random.between(0, INT64_MAX - 1)) * 2 +
                                 static_cast<std::uint64_t>(random.between(0, 1)),
                             static_cast<std::uint16_t>(random.between(0, 0xfff))};
    REQUIRE(pack(unpack(word)) == word);
  }
}

TEST_CASE("a value that its field cannot hold is an error", "[data_mover]") {
  CHECK_NOTHROW(pack(command((1ull << 40) - 1, (1u << 23) - 1, true, 15)));
  CHECK_THROWS_AS(pack(command(1ull << 40, 1)), SimulationError);
  CHECK_THROWS_AS(pack(command(0, 1u << 23)), SimulationError);
  CHECK_THROWS_AS(pack(command(0, 1, true, 16)), SimulationError);
  DataMoverCommand c = command(0, 1);
  c.alignment = 64;
  CHECK_THROWS_AS(pack(c), SimulationError);
}

TEST_CASE("a status word has PG022's bits", "[data_mover]") {
  CHECK(DataMoverStatus{5, false, false, false}.word() == 0x85);
  CHECK(DataMoverStatus{5, true, false, false}.word() == 0x15);
  CHECK(DataMoverStatus{5, false, true, false}.word() == 0x25);
  CHECK(DataMoverStatus{5, false, false, true}.word() == 0x45);
}

TEST_CASE("a command's address goes out after its latency, not a cycle before", "[data_mover]") {
  DataMoverConfig config;
  config.command_latency_cycles = GENERATE(1, 2, 8);
  const auto latency = static_cast<Cycle>(config.command_latency_cycles);
  Bench bench(config);
  bench.cycles.steps(3);
  bench.commands.push(command(0, 64));  // in cycle 3
  bench.cycles.steps(latency);
  CHECK(bench.port.bursts.empty());
  bench.cycles.steps(1);
  REQUIRE(bench.port.bursts.size() == 1);
  CHECK(bench.port.bursts[0].cycle == 3 + latency);
}

TEST_CASE("data take one cycle to the stream, three with store and forward", "[data_mover]") {
  DataMoverConfig config;
  config.store_and_forward = GENERATE(false, true);
  Bench bench(config, 20);
  bench.commands.push(command(0, 64));
  const std::vector<Cycle> pushed = bench.beat_cycles(1);
  // Pushed in 0, issued in 8, visible from 28 on.
  REQUIRE(pushed.size() == 8);
  const Cycle first = 8 + 20 + (config.store_and_forward ? 3u : 1u);
  for (std::size_t i = 0; i < 8; ++i) CHECK(pushed[i] == first + i);
  CHECK(cycles_for(bench.mover, "memory_wait") == 19);
}

TEST_CASE("packets keep their gap, commands without EOF have none", "[data_mover]") {
  DataMoverConfig config;
  config.packet_gap_cycles = GENERATE(1, 2, 3);
  const bool end_of_frame = GENERATE(false, true);
  Bench bench(config, 20);
  bench.commands.push(command(0, 32, end_of_frame));
  bench.commands.push(command(4096, 32, end_of_frame));
  const std::vector<Cycle> pushed = bench.beat_cycles(2);
  REQUIRE(pushed.size() == 8);
  const Cycle gap = end_of_frame ? static_cast<Cycle>(config.packet_gap_cycles) : 1;
  CHECK(pushed[4] == pushed[3] + gap);
  CHECK(pushed[7] == pushed[4] + 3);
  for (std::size_t i = 0; i < 8; ++i) {
    const StreamBeat& beat = bench.beats.peek(i);
    CHECK(beat.bytes == 8);
    CHECK(beat.last == (end_of_frame && i % 4 == 3));
    CHECK(beat.data[1] == byte_at((i < 4 ? 0u : 4096u) + i % 4 * 8 + 1));
  }
}

TEST_CASE("addresses go out every cycle, one command behind the other", "[data_mover]") {
  Bench bench;
  bench.commands.push(command(0, 300));
  bench.commands.push(command(1024, 128));
  bench.finish(2);
  REQUIRE(bench.port.bursts.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(bench.port.bursts[i].cycle == 8 + i);
  CHECK(bench.port.lengths() == std::vector<std::uint64_t>{128, 128, 44, 128});
}

TEST_CASE("the command queue is full with its depth, until an address goes out", "[data_mover]") {
  DataMoverConfig config;
  config.outstanding_bursts = 1;
  Bench bench(config);
  for (int i = 0; i < config.command_depth; ++i) {
    CHECK(bench.commands.free() > 0);
    bench.commands.push(command(0, 64));
  }
  CHECK(bench.commands.free() == 0);
  bench.cycles.steps(8);
  CHECK(bench.commands.free() == 0);
  bench.cycles.steps(1);  // cycle 8
  CHECK(bench.commands.free() == 1);
  // The only place for a burst is taken: the next command waits for its last byte.
  bench.finish(1);
  CHECK(bench.commands.free() == 2);
  bench.finish(4);
  CHECK(bench.mover.failed() == 0);
}

TEST_CASE("a command is split at aligned and 4 KB addresses", "[data_mover]") {
  Bench bench;
  bench.commands.push(command(4096 - 40, 40 + 128 + 5));
  bench.finish(1);
  CHECK(bench.port.lengths() == std::vector<std::uint64_t>{40, 128, 5});
  REQUIRE(bench.beats.size() == (40 + 128 + 5 + 7) / 8);
  CHECK(bench.beats.peek(bench.beats.size() - 1).bytes == 5);
  CHECK(bench.beats.peek(bench.beats.size() - 1).last);
}

TEST_CASE("longer bursts are used where the port takes them", "[data_mover]") {
  DataMoverConfig config;
  config.burst.burst_beats = 256;
  Bench bench(config);
  bench.commands.push(command(2048, 5000));
  bench.finish(1);
  CHECK(bench.port.lengths() == std::vector<std::uint64_t>{2048, 2048, 904});
}

TEST_CASE("an error response is told by the status of its command alone", "[data_mover]") {
  const bool decode = GENERATE(false, true);
  Bench bench;
  bench.port.fail(1024 + 200, decode ? BurstResponse::decode_error : BurstResponse::slave_error);
  bench.commands.push(command(0, 256, true, 1));
  bench.commands.push(command(1024, 512, true, 2));
  bench.commands.push(command(2048, 256, true, 3));
  bench.finish(3);
  REQUIRE(bench.statuses.size() == 3);
  CHECK(bench.statuses[0].word() == 0x81);
  CHECK(bench.statuses[1].word() == (decode ? 0x22 : 0x42));
  CHECK(bench.statuses[2].word() == 0x83);
  CHECK(bench.mover.last_status()->tag == 3);
  CHECK(bench.mover.failed() == 1);
  CHECK(bench.beats.total_pushed() == 1024 / 8);  // streamed all the same
}

TEST_CASE("a command of no bytes is an internal error, in its turn", "[data_mover]") {
  Bench bench;
  bench.commands.push(command(0, 64, true, 1));
  bench.commands.push(command(0, 0, true, 2));
  bench.commands.push(command(64, 64, true, 3));
  bench.finish(3);
  REQUIRE(bench.statuses.size() == 3);
  CHECK(bench.statuses[0].word() == 0x81);
  CHECK(bench.statuses[1].word() == 0x12);
  CHECK(bench.statuses[2].word() == 0x83);
  CHECK(bench.beats.total_pushed() == 16);
}

TEST_CASE("a command with fixed addresses ends the simulation", "[data_mover]") {
  Bench bench;
  DataMoverCommand fixed = command(0, 64);
  fixed.increment = false;
  bench.commands.push(fixed);
  bench.cycles.steps(8);
  CHECK_THROWS_AS(bench.cycles.steps(1), SimulationError);
}

TEST_CASE("a full beat FIFO holds the stream back and loses nothing", "[data_mover]") {
  DataMoverConfig config;
  config.outstanding_bursts = 2;
  Bench bench(config, 20, 3);
  bench.commands.push(command(0, 1024));
  bench.cycles.steps(200);
  CHECK(bench.beats.size() == 3);
  CHECK(bench.port.bursts.size() == 2);  // no room for a third
  CHECK(cycles_for(bench.mover, "stream_full") > 100);
  for (std::uint64_t beat = 0; beat < 128; ++beat) {
    bench.cycles.last_cycle_until([&] { return bench.beats.size() > 0; });
    REQUIRE(bench.beats.peek().data[0] == byte_at(beat * 8));
    REQUIRE(bench.beats.peek().last == (beat == 127));
    bench.beats.pop();
    bench.cycles.steps(1);
  }
  CHECK(bench.mover.completed() == 1);
  CHECK(bench.port.bursts.size() == 8);
  CHECK(cycles_booked(bench.mover) == bench.cycles.now());
}

TEST_CASE("a beat may be narrower or wider than the port", "[data_mover]") {
  DataMoverConfig config;
  config.stream_bytes = GENERATE(1, 4, 16, 128);
  const auto width = static_cast<std::uint64_t>(config.stream_bytes);
  INFO("stream of " << width << " bytes");
  Bench bench(config, 20);
  bench.commands.push(command(24, 256));
  const std::vector<Cycle> pushed = bench.beat_cycles(1);
  REQUIRE(pushed.size() == 256 / width);
  // From 31 on 8 bytes a cycle come; a beat is pushed when the last of its bytes is there.
  for (std::uint64_t i = 0; i < pushed.size(); ++i) {
    const Cycle there = 31 + ((i + 1) * width - 1) / 8;
    CHECK(pushed[i] == std::max(there, i == 0 ? 0 : pushed[i - 1] + 1));
    CHECK(bench.beats.peek(i).data[width - 1] == byte_at(24 + (i + 1) * width - 1));
  }
  CHECK_NOTHROW(Bench(config));
  config.stream_bytes = 129;
  CHECK_THROWS_AS(Bench(config), SimulationError);
}

TEST_CASE("weight columns stream at the port's rate", "[data_mover]") {
  // EdgeDRNN's columns for 768 units: 3 * 768 bytes at multiples of it, one packet each. With
  // commands at hand only the packet gap comes between: it costs gap - 1 cycles a column.
  Bench bench({}, 20, 2048);
  constexpr std::uint32_t kBytes = 3 * 768;
  for (std::uint32_t i = 0; i < 4; ++i) bench.commands.push(command(i * kBytes, kBytes));
  const std::vector<Cycle> pushed = bench.beat_cycles(4);
  REQUIRE(pushed.size() == 4 * kBytes / 8);
  CHECK(pushed.back() - pushed.front() + 1 == 4 * kBytes / 8 + 3);
}

TEST_CASE("the DataMover's bursts come with recycled buffers", "[data_mover]") {
  DataMoverConfig config;
  config.outstanding_bursts = 5;
  Bench bench(config);
  bench.commands.push(command(8, 8000));
  bench.finish(1);
  CHECK(bench.port.bursts.size() > 50);
  CHECK(bench.port.buffers.size() <= 5);
}
