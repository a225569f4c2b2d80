// What moves a run on besides its arithmetic: the cycle engine, the DDR controller, waveforms.

#include <benchmark/benchmark.h>

#include <memory>
#include <sstream>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "sim/trace/vcd_writer.hpp"
#include "tests/support/random_source.hpp"
#include "tlm/ddr/ddr_controller.hpp"

namespace {

using namespace drnn;

void report(benchmark::State& state, const char* items_per_s, double items) {
  state.counters[items_per_s] = benchmark::Counter(items, benchmark::Counter::kIsRate);
}

/// Changes in every cycle, and does nothing.
class BusyBlock : public ClockedBlock {
 public:
  BusyBlock() : ClockedBlock("busy", {"busy"}) {}
  void evaluate(Cycle) override { attribute(0); }
  bool commit() override { return true; }
  std::string describe() const override { return "busy"; }
};

/// Argument: blocks.
void cycle_engine(benchmark::State& state) {
  std::vector<std::unique_ptr<BusyBlock>> blocks;
  CycleEngine engine(Engine::fast, 1000);
  for (int i = 0; i < state.range(0); ++i) {
    blocks.push_back(std::make_unique<BusyBlock>());
    engine.add(*blocks.back(), {});
  }
  Cycle now = 0;
  for (auto _ : state) now = engine.execute(now);
  report(state, "cycles_per_s", static_cast<double>(state.iterations()));
}
BENCHMARK(cycle_engine)->Arg(1)->Arg(8)->Arg(16);

/// Reads of consecutive addresses, as many at a time as the controller takes.
void ddr_reads(benchmark::State& state) {
  const DdrConfig config;
  DdrController controller(config, [](const DdrEnds&) {});
  std::uint64_t address = 0, bursts = 0;
  DdrClock now = 0;
  for (auto _ : state) {
    for (; controller.room(false); ++bursts) {
      controller.enqueue(address, false, bursts, now);
      address = (address + config.device.burst_bytes()) % config.device.size_bytes();
    }
    now += 64;
    controller.run_until(now);
  }
  report(state, "bursts_per_s", static_cast<double>(bursts));
}
BENCHMARK(ddr_reads);

struct Lanes {
  std::vector<std::uint64_t> values;
  void read(std::uint64_t* to) const { std::copy(values.begin(), values.end(), to); }
};

/// Takes text and forgets it.
class NoStorage : public std::streambuf {
 public:
  std::uint64_t bytes = 0;

 protected:
  std::streamsize xsputn(const char*, std::streamsize count) override {
    bytes += static_cast<std::uint64_t>(count);
    return count;
  }
  int_type overflow(int_type c) override {
    ++bytes;
    return c;
  }
};

/// 768 lanes of 48 bits that all change in every cycle.
void waveform(benchmark::State& state) {
  test::RandomSource random(6);
  Lanes lanes;
  std::vector<Signal> signals;
  for (int i = 0; i < 768; ++i)
    signals.push_back(number("lane_" + std::to_string(i), (std::uint64_t{1} << 48) - 1));
  lanes.values.assign(signals.size(), 0);
  Signals declared;
  declared.enter("lanes");
  declared.add_array(lanes, Moment::begin, signals);
  SignalTable table(declared);
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    shown.push_back(i);
    table.watch(i);
  }
  NoStorage storage;
  std::ostream out(&storage);
  VcdWriter writer(out, table, shown, 8000);
  table.sample(Moment::begin);
  writer.open(0);
  Cycle now = 0;
  for (auto _ : state) {
    for (std::uint64_t& value : lanes.values)
      value =
          (value * 6364136223846793005u + 1442695040888963407u) & ((std::uint64_t{1} << 48) - 1);
    table.sample(Moment::begin);
    writer.cycle(++now);
  }
  writer.close(now);
  report(state, "text_bytes_per_s", static_cast<double>(storage.bytes));
}
BENCHMARK(waveform);

}  // namespace
