// The accelerator between streams that pause, as they do around real memory: pauses cost cycles,
// never words, and both engines see the same.
#include <catch2/catch.hpp>

#include "model/blocks/edgedrnn/edge_accelerator.hpp"
#include "model/blocks/edgedrnn/ideal_surroundings.hpp"
#include "tests/edgedrnn/edge_case.hpp"
#include "tests/support/cycle_bench.hpp"

using namespace drnn;
using drnn::test::EdgeCase;

namespace {

/// A line that is on and off for random times.
class PauseLine : public ClockedBlock {
 public:
  PauseLine(std::uint64_t seed, int longest)
      : ClockedBlock("pause_line", {"busy"}), random_(seed), longest_(longest) {}
  bool on() const { return on_.get(); }

  void evaluate(Cycle now) override {
    now_ = now;
    if (now < next_) return;
    next_ = now + static_cast<Cycle>(random_.small(1, longest_));
    on_.set(!on_.get());
  }
  bool commit() override { return on_.commit(); }
  Cycle next_event() const override { return std::max(next_, now_ + 1); }
  std::string describe() const override { return on() ? "on" : "off"; }

 private:
  test::RandomSource random_;
  const int longest_;
  Register<bool> on_{true};
  Cycle now_ = 0, next_ = 0;
};

/// Offers the next beat some time after the one before was taken; an offer stays.
class PausingInput : public ClockedBlock {
 public:
  PausingInput(int num_pe, const std::vector<std::int16_t>& words, const PauseLine& line,
               Stream<InputBeat>& stream)
      : ClockedBlock("input", {"busy"}),
        num_pe_(static_cast<std::size_t>(num_pe)),
        words_(words),
        line_(line),
        stream_(stream) {
    stream.drive([this] { return offered_.get(); },
                 [this] { return InputBeat{words_.data() + next_.get()}; }, this);
  }
  void evaluate(Cycle) override {
    const bool taken = stream_.transfers();
    if (taken) next_.set(next_.get() + num_pe_);
    const bool stays = offered_.get() && !taken;
    offered_.set(stays || (line_.on() && next_.staged() < words_.size()));
  }
  bool commit() override {
    const bool changed = next_.commit();
    return offered_.commit() || changed;
  }
  std::string describe() const override { return std::to_string(next_.get()); }

 private:
  const std::size_t num_pe_;
  const std::vector<std::int16_t>& words_;
  const PauseLine& line_;
  Stream<InputBeat>& stream_;
  Register<bool> offered_{false};
  Register<std::size_t> next_{0};
};

/// Moves beats into a FIFO in front of the accelerator while a line is on.
class PausingMover : public ClockedBlock {
 public:
  PausingMover(const PauseLine& line, Stream<WeightBeat>& source, RegisteredFifo<WeightBeat>& fifo)
      : ClockedBlock("mover", {"busy"}), source_(source), fifo_(fifo) {
    source.receive([&line, &fifo] { return line.on() && !fifo.full(); });
  }
  void evaluate(Cycle) override {
    if (source_.transfers()) fifo_.push(source_.data());
  }
  bool commit() override { return false; }
  std::string describe() const override { return "moves"; }

 private:
  Stream<WeightBeat>& source_;
  RegisteredFifo<WeightBeat>& fifo_;
};

class PausingOutput : public ClockedBlock {
 public:
  PausingOutput(int num_pe, const PauseLine& line, Stream<ActivationBeat>& stream)
      : ClockedBlock("output", {"busy"}), num_pe_(num_pe), stream_(stream) {
    stream.receive([&line] { return line.on(); });
  }
  void evaluate(Cycle now) override {
    if (!stream_.transfers()) return;
    const std::int16_t* h = stream_.data().words;
    words.insert(words.end(), h, h + num_pe_);
    cycles.push_back(now);
  }
  bool commit() override { return false; }
  std::string describe() const override { return std::to_string(words.size()); }

  std::vector<std::int16_t> words;
  std::vector<Cycle> cycles;

 private:
  const int num_pe_;
  Stream<ActivationBeat>& stream_;
};

struct Outcome {
  std::vector<std::int16_t> words;
  std::vector<Cycle> cycles;
  std::string causes;
  std::uint64_t waits = 0;  ///< for input, weights and takers
};

Outcome run(const EdgeCase& c, std::uint64_t seed, int longest_pause, Engine engine) {
  EdgeAccelerator accelerator(c.config());
  PauseLine input_line(seed, longest_pause), weight_line(seed + 1, longest_pause),
      output_line(seed + 2, longest_pause);
  PausingInput input(c.num_pe, c.workload.inputs, input_line, accelerator.input());
  Stream<WeightBeat> served;
  IdealWeightServer server(c.num_pe, c.workload.weights, accelerator.control(),
                           accelerator.commands(), served);
  RegisteredFifo<WeightBeat> fifo("beats", 4, accelerator.control(), accelerator.weights());
  PausingMover mover(weight_line, served, fifo);
  PausingOutput output(c.num_pe, output_line, accelerator.output());
  CycleEngine cycles(engine, 100000);
  accelerator.join(cycles);
  for (ClockedBlock* block : std::initializer_list<ClockedBlock*>{
           &input_line, &weight_line, &output_line, &input, &server, &fifo, &mover, &output})
    cycles.add(*block);
  accelerator.registers() = c.workload.registers;
  accelerator.hold_reset();
  Cycle now = cycles.execute(0);
  accelerator.release_reset();
  cycles.wake_all();
  const std::size_t words = c.workload.steps * static_cast<std::size_t>(c.hidden());
  for (now = 1; output.words.size() < words;) now = cycles.execute(now);
  Outcome outcome{output.words, output.cycles, "", 0};
  for (const ClockedBlock* block : cycles.blocks())
    for (const CauseCycles& entry : block->cause_cycles()) {
      outcome.causes += block->name() + " " + std::string(entry.cause) + " " +
                        std::to_string(entry.cycles) + "\n";
      for (const char* wait : {"input_wait", "weight_wait", "output_wait"})
        if (entry.cause == wait) outcome.waits += entry.cycles;
    }
  return outcome;
}

}  // namespace

TEST_CASE("pauses of the streams change no word, and both engines agree", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 60));
  test::RandomSource random(seed);
  const EdgeCase c = test::random_edge_case(random);
  const int longest_pause = GENERATE(2, 9, 60);
  INFO("seed " << seed << ": " << c.describe() << ", pauses up to " << longest_pause);
  const Outcome fast = run(c, seed, longest_pause, Engine::fast);
  const Outcome stepped = run(c, seed, longest_pause, Engine::stepped);
  CHECK(fast.words == test::untimed_words(c));
  CHECK(stepped.words == fast.words);
  CHECK(stepped.cycles == fast.cycles);
  CHECK(stepped.causes == fast.causes);
  CHECK(fast.waits > 0);
}
