#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"
#include "tests/system/ideal_port.hpp"
#include "tlm/edgedrnn/weight_port.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// Takes columns of weights as the processing controller does: the first beat when it is ready for
/// the column, the others one a cycle as they come.
class ColumnSink : public ClockedBlock {
 public:
  ColumnSink(int num_pe, Stream<WeightBeat>& stream, RandomSource& random, int longest_pause)
      : ClockedBlock("sink", {"all"}),
        num_pe_(num_pe),
        stream_(stream),
        random_(random),
        longest_pause_(longest_pause) {
    stream.receive([this] { return due_ <= cycle(); }, this);
  }
  void evaluate(Cycle now) override {
    now_ = now;
    taken_ = stream_.transfers();
    attribute(0);
    if (!taken_) return;
    beat_ = stream_.data();
    note(beat_.weights, 1);
    if (!beat_.last) return;
    column_ends.push_back(now);
    due_ = now + 1 + static_cast<Cycle>(random_.small(0, longest_pause_));
  }
  bool commit() override { return taken_ && beat_.last; }
  /// In skipped cycles one beat follows another.
  void repeat(Cycle cycles) override {
    if (!taken_ || beat_.last) return;
    note(beat_.weights + num_pe_, cycles);
    beat_.weights += cycles * static_cast<std::size_t>(num_pe_);
  }
  Cycle next_event() const override { return due_ > now_ ? due_ : kNever; }
  std::string describe() const override { return std::to_string(words.size()) + " words"; }

  std::vector<std::int16_t> words;
  std::vector<Cycle> column_ends;

 private:
  void note(const std::int16_t* first, Cycle beats) {
    words.insert(words.end(), first, first + beats * static_cast<std::size_t>(num_pe_));
  }

  const int num_pe_;
  Stream<WeightBeat>& stream_;
  RandomSource& random_;
  const int longest_pause_;
  WeightBeat beat_;
  bool taken_ = false;
  Cycle due_ = 0;
  Cycle now_ = 0;
};

/// Random columns through a DataMover, its FIFO and the weight port, all of which may sleep.
struct WeightPath {
  WeightPath(std::uint64_t seed, Engine engine, bool reversed = false)
      : random(seed),
        num_pe(2 << random.small(0, 5)),
        config(random_config(random, num_pe)),
        columns(random_columns(random, num_pe)),
        cycles(engine),
        queue("queue", static_cast<std::size_t>(config.command_depth)),
        source("source", static_cast<std::size_t>(random.small(1, 3))),
        memory(cycles.now(), config.burst, static_cast<Cycle>(random.small(1, 60))),
        mover(config, memory, queue, source),
        port(num_pe, config.stream_bytes, control, commands, weights, queue, source),
        feeder(queue, columns, static_cast<std::size_t>(random.small(1, 4)),
               static_cast<Cycle>(random.small(0, 60))),
        sink(num_pe, weights, random, random.small(0, 30)) {
    std::vector<ClockedBlock*> blocks{&port, &mover, &source};
    if (reversed) std::reverse(blocks.begin(), blocks.end());
    cycles.add_sleeping(queue);
    for (ClockedBlock* block : blocks) cycles.add_sleeping(*block, {&source});
    cycles.add(feeder);
    cycles.add(sink);
  }

  static DataMoverConfig random_config(RandomSource& random, int num_pe) {
    DataMoverConfig config;
    config.burst = {4 << random.small(0, 1), random.small(1, 16)};
    config.stream_bytes = std::min(num_pe, config.burst.port_bytes);
    config.command_depth = random.small(1, 6);
    config.outstanding_bursts = random.small(1, 40);
    config.command_latency_cycles = random.small(1, 12);
    config.store_and_forward = random.chance(50);
    config.packet_gap_cycles = random.small(0, 5);
    return config;
  }
  static std::vector<DataMoverCommand> random_columns(RandomSource& random, int num_pe) {
    std::vector<DataMoverCommand> result(static_cast<std::size_t>(random.small(1, 30)));
    const int beats = random.small(2, 100);
    for (DataMoverCommand& column : result) {
      column.bytes = static_cast<std::uint32_t>(num_pe * beats);
      column.address = column.bytes * static_cast<std::uint32_t>(random.small(0, 100));
      column.end_of_frame = true;
    }
    return result;
  }

  void run() {
    last = cycles.last_cycle_until([&] { return sink.column_ends.size() == columns.size(); });
  }
  std::vector<std::int16_t> expected() const {
    std::vector<std::int16_t> result;
    for (const DataMoverCommand& column : columns)
      for (std::uint32_t i = 0; i < column.bytes; ++i)
        result.push_back(static_cast<std::int8_t>(byte_at(column.address + i)));
    return result;
  }
  std::string seen() const {
    std::string text = causes_of(mover) + "\n" + causes_of(source) + "\n" + causes_of(port);
    for (Cycle cycle : sink.column_ends) text += " " + std::to_string(cycle);
    for (const IdealPort::Noted& burst : memory.bursts)
      text += "\n" + std::to_string(burst.cycle) + " " + std::to_string(burst.address);
    return text + "\n" + std::to_string(source.total_pushed());
  }

  RandomSource random;
  const int num_pe;
  const DataMoverConfig config;
  const std::vector<DataMoverCommand> columns;
  EngineBench cycles;
  ControlLines control;
  Stream<FetchCommand> commands;
  Stream<WeightBeat> weights;
  CommandFifo queue;
  BeatFifo source;
  IdealPort memory;
  DataMover mover;
  WeightPort port;
  Feeder<DataMoverCommand> feeder;
  ColumnSink sink;
  Cycle last = kNever;
};

}  // namespace

TEST_CASE("the weight path's timing and data are those of single steps where it sleeps",
          "[weight path]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    WeightPath stepped(seed, Engine::stepped), fast(seed, Engine::fast),
        reversed(seed, Engine::fast, true);
    for (WeightPath* path : {&stepped, &fast, &reversed}) path->run();
    REQUIRE(stepped.last != kNever);
    REQUIRE(stepped.sink.words == stepped.expected());
    REQUIRE(fast.seen() == stepped.seen());
    REQUIRE(fast.sink.words == stepped.sink.words);
    REQUIRE(reversed.seen() == stepped.seen());
    REQUIRE(reversed.sink.words == stepped.sink.words);
  }
}
