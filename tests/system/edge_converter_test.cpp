// The width converters and the weight port, cycle by cycle.
#include <catch2/catch.hpp>

#include "model/blocks/network_shape.hpp"
#include "tests/support/cycle_bench.hpp"
#include "tests/support/random_source.hpp"
#include "tlm/edgedrnn/input_converter.hpp"
#include "tlm/edgedrnn/output_converter.hpp"
#include "tlm/edgedrnn/weight_port.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

constexpr int kPortWords = 4;

/// Words in a FIFO in front of the input converter, and a taker behind it.
struct InputBench {
  InputBench(int num_pe, std::size_t words)
      : fifo("fifo", words),
        converter(num_pe, kPortWords, fifo, stream),
        cycles{&fifo, &converter} {
    stream.receive([this] { return ready; });
  }
  /// Puts words 0, 1, 2, ... into the FIFO, to be popped from the next cycle on.
  void fill(int words) {
    for (int i = 0; i < words; ++i) fifo.push(next_word++);
    cycles.step();
  }
  /// Executes a cycle; the beat's first word where one was taken.
  std::optional<int> step() {
    std::optional<int> taken;
    if (stream.transfers()) taken = stream.data().words[0];
    cycles.step();
    return taken;
  }

  std::int16_t next_word = 0;
  bool ready = true;
  WordFifo fifo;
  Stream<InputBeat> stream;
  InputConverter converter;
  CycleBench cycles;
};

struct OutputBench {
  OutputBench(int num_pe, int depth_words)
      : words(static_cast<std::size_t>(num_pe)),
        fifo("fifo", static_cast<std::size_t>(depth_words)),
        converter(num_pe, kPortWords, stream, fifo),
        cycles{&converter, &fifo} {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = static_cast<std::int16_t>(i);
    stream.drive([this] { return offers; }, [this] { return ActivationBeat{words.data(), false}; });
  }

  std::vector<std::int16_t> words;
  bool offers = false;
  Stream<ActivationBeat> stream;
  WordFifo fifo;
  OutputConverter converter;
  CycleBench cycles;
};

constexpr std::uint32_t kColumnBytes = 48;

/// The weight port between a column's commands and FIFOs that the test fills.
struct WeightBench {
  explicit WeightBench(int num_pe, std::size_t depth = 4)
      : piece_bytes(std::min(num_pe, 8)),
        queue("queue", depth),
        source("source", 64),
        port(num_pe, piece_bytes, control, commands, weights, queue, source),
        cycles{&queue, &source, &port} {
    commands.drive([this] { return asks; }, [] { return FetchCommand{0x100, kColumnBytes}; });
    weights.receive([this] { return ready; });
  }
  /// The pieces of a column, byte i being `first` + i.
  void arrive(int first) {
    for (std::uint32_t at = 0; at < kColumnBytes; at += static_cast<std::uint32_t>(piece_bytes)) {
      StreamBeat beat;
      beat.bytes = static_cast<std::uint8_t>(piece_bytes);
      for (std::size_t i = 0; i < beat.bytes; ++i)
        beat.data[i] = static_cast<std::uint8_t>(static_cast<std::size_t>(first) + at + i);
      beat.last = at + beat.bytes == kColumnBytes;
      source.push(beat);
    }
  }
  void reset(bool on) {
    control.resetting.set(on);
    control.resetting.commit();
    cycles.step();
  }

  const int piece_bytes;
  bool asks = false, ready = true;
  ControlLines control;
  Stream<FetchCommand> commands;
  Stream<WeightBeat> weights;
  CommandFifo queue;
  BeatFifo source;
  WeightPort port;
  CycleBench cycles;
};

}  // namespace

TEST_CASE("a beat of K words is offered the cycle after its last piece was taken",
          "[edge converters]") {
  const int num_pe = GENERATE(2, 4, 8, 16, 64);
  CAPTURE(num_pe);
  InputBench bench(num_pe, 64);
  bench.fill(num_pe);
  const int pieces = ceil_div(num_pe, kPortWords);
  for (int i = 0; i < pieces; ++i) {
    CHECK_FALSE(bench.stream.valid());
    bench.step();
  }
  CHECK(bench.stream.valid());
  CHECK(bench.step() == 0);
}

TEST_CASE("one beat passes for each K/4 of the port, and none is slower for K up to 4",
          "[edge converters]") {
  const int num_pe = GENERATE(2, 4, 8, 16, 64);
  CAPTURE(num_pe);
  InputBench bench(num_pe, 256);
  bench.fill(256);
  const int period = std::max(1, num_pe / kPortWords);
  int beats = 0;
  for (int cycle = 1; beats < 256 / num_pe; ++cycle) {
    REQUIRE(cycle <= period * (beats + 1) + 1);
    if (const auto first = bench.step()) {
      CHECK(*first == beats * num_pe);
      ++beats;
      CHECK(cycle == period * beats + 1);
    }
  }
}

TEST_CASE("a beat that is not taken lets another be gathered and no more", "[edge converters]") {
  const int num_pe = GENERATE(2, 8);
  InputBench bench(num_pe, 64);
  bench.ready = false;
  bench.fill(64);
  bench.cycles.steps(40);
  CHECK(bench.fifo.size() == static_cast<std::size_t>(64 - 2 * num_pe));
  bench.ready = true;
  CHECK(bench.step() == 0);
  CHECK(bench.step() == num_pe);
}

TEST_CASE("the input converter loses no word, whatever pauses", "[edge converters]") {
  const std::uint64_t seed = GENERATE(range(1, 11));
  RandomSource random(seed);
  const int num_pe = 2 << random.small(0, 5);
  InputBench bench(num_pe, 256);
  bench.fill(256);
  for (int beat = 0; beat < 256 / num_pe;) {
    bench.ready = random.chance(40);
    const auto first = bench.step();
    if (!first) continue;
    REQUIRE(*first == beat * num_pe);
    ++beat;
  }
  CHECK_FALSE(bench.stream.valid());
}

TEST_CASE("the first piece of an output beat enters the FIFO the cycle after, then one a cycle",
          "[edge converters]") {
  const int num_pe = GENERATE(2, 4, 8, 16, 64);
  CAPTURE(num_pe);
  OutputBench bench(num_pe, 256);
  bench.offers = true;
  CHECK(bench.stream.transfers());
  bench.cycles.step();
  bench.offers = false;
  CHECK(bench.fifo.size() == 0);
  const int piece = std::min(num_pe, kPortWords);
  for (int sent = piece; sent <= num_pe; sent += piece) {
    bench.cycles.step();
    CHECK(bench.fifo.size() == static_cast<std::size_t>(sent));
  }
  for (int i = 0; i < num_pe; ++i) CHECK(bench.fifo.peek(static_cast<std::size_t>(i)) == i);
}

TEST_CASE("the next output beat is taken with the last piece", "[edge converters]") {
  const int num_pe = GENERATE(2, 4, 8, 16);
  OutputBench bench(num_pe, 256);
  bench.offers = true;
  const int period = std::max(1, num_pe / kPortWords);
  for (int cycle = 0; cycle < 4 * period; ++cycle) {
    CAPTURE(num_pe, cycle);
    CHECK(bench.stream.transfers() == (cycle % period == 0));
    bench.cycles.step();
  }
}

TEST_CASE("a piece waits for room in the FIFO, and holds the stream meanwhile",
          "[edge converters]") {
  OutputBench bench(8, 5);  // room for one piece of four
  bench.offers = true;
  bench.cycles.steps(4);
  CHECK(bench.fifo.size() == 4);
  CHECK_FALSE(bench.stream.ready());
  CHECK(bench.converter.cause() == "stalled");
  bench.fifo.pop(2);  // three free
  bench.cycles.steps(2);
  CHECK(bench.fifo.size() == 2);
  bench.fifo.pop(1);  // four free: seen at the start of the next cycle
  bench.cycles.step();
  CHECK(bench.fifo.size() == 1);
  CHECK(bench.stream.ready());
  bench.cycles.step();
  CHECK(bench.fifo.size() == 5);
}

TEST_CASE("a weight beat holds K bytes with their signs, and the column's last flag",
          "[edge converters]") {
  const int num_pe = GENERATE(2, 4, 8, 16);
  CAPTURE(num_pe);
  WeightBench bench(num_pe);
  bench.arrive(100);
  int beats = 0;
  for (int cycle = 0; cycle < 200; ++cycle) {
    if (bench.weights.transfers()) {
      const WeightBeat beat = bench.weights.data();
      for (int i = 0; i < num_pe; ++i)
        CHECK(beat.weights[i] == static_cast<std::int8_t>(100 + beats * num_pe + i));
      ++beats;
      CHECK(beat.last == (beats * num_pe == static_cast<int>(kColumnBytes)));
    }
    bench.cycles.step();
  }
  CHECK(beats * num_pe == static_cast<int>(kColumnBytes));
}

TEST_CASE("commands are taken while the queue has room", "[edge converters]") {
  const std::size_t depth = GENERATE(1, 4);
  WeightBench bench(8, depth);
  bench.asks = true;
  for (std::size_t i = 0; i < depth; ++i) {
    CHECK(bench.commands.transfers());
    bench.cycles.step();
  }
  CHECK_FALSE(bench.commands.transfers());
  bench.cycles.step();
  CHECK(bench.queue.size() == depth);
  CHECK(bench.queue.peek().address == 0x100);
  CHECK(bench.queue.peek().bytes == kColumnBytes);
  CHECK(bench.queue.peek().end_of_frame);
  bench.queue.pop();
  CHECK_FALSE(bench.commands.transfers());
  bench.cycles.step();
  CHECK(bench.commands.transfers());
}

TEST_CASE("columns asked for before a reset are thrown away, those after it are not",
          "[edge converters]") {
  const int num_pe = GENERATE(4, 16);
  CAPTURE(num_pe);
  WeightBench bench(num_pe);
  bench.ready = false;
  bench.asks = true;
  bench.cycles.steps(2);
  bench.asks = false;
  bench.arrive(1);  // the first arrives before the reset, the second after it
  bench.cycles.steps(5);
  CHECK(bench.weights.valid());
  bench.reset(true);
  bench.asks = true;
  CHECK_FALSE(bench.commands.transfers());
  CHECK_FALSE(bench.weights.valid());
  bench.asks = false;
  bench.reset(false);
  bench.asks = true;
  bench.cycles.step();
  bench.asks = false;
  bench.arrive(60);
  bench.cycles.steps(40);
  CHECK_FALSE(bench.weights.valid());
  CHECK(bench.port.columns_on_their_way() == 1);
  bench.arrive(90);
  bench.cycles.steps(10);
  REQUIRE(bench.weights.valid());
  CHECK(bench.weights.data().weights[0] == 90);
}
