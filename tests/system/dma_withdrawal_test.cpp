#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"
#include "tests/system/ideal_port.hpp"
#include "tlm/write_dma.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// Pushes words in stretches of as many a cycle, said at their begin where nobody watches, and now
/// and then thinks better of it in the middle of one, as the activation pipeline does in a reset.
class FickleWriter : public ClockedBlock {
 public:
  FickleWriter(WordFifo& fifo, std::size_t words, std::uint64_t seed)
      : ClockedBlock("writer", {"all"}, Commits::when_touched),
        fifo_(fifo),
        random_(seed),
        left_(words) {}

  void evaluate(Cycle now) override {
    now_ = now;
    attribute(0);
    if (now == stop_ && stop_ < end_) withdraw();
    if (now >= end_ && now >= due_ && left_ > 0) begin_stretch();
    if (now < end_ && !said_) push_each();
  }
  Cycle next_event() const override {
    Cycle next = kNever;
    for (const Cycle event : {stop_, end_, due_})
      if (event > now_) next = std::min(next, event);
    return next;
  }
  std::string describe() const override { return ""; }

  int withdrawn = 0;  ///< stretches

 private:
  void begin_stretch() {
    const std::size_t room = std::min(fifo_.free(), left_);
    if (room == 0) {
      due_ = now_ + 1;
      return;
    }
    per_cycle_ = std::min<std::size_t>(room, static_cast<std::size_t>(random_.small(1, 16)));
    const Cycle cycles = std::min<Cycle>(room / per_cycle_, random_.between(1, 20));
    end_ = now_ + cycles;
    stop_ = now_ + static_cast<Cycle>(random_.small(1, 25));
    due_ = end_ + static_cast<Cycle>(random_.small(0, 60));
    said_ = looks_ahead();
    left_ -= cycles * per_cycle_;
    if (!said_) return;
    std::vector<std::int16_t> words(cycles * per_cycle_);
    for (std::int16_t& word : words) word = next_++;
    fifo_.push_over(words.data(), cycles, per_cycle_);
    note_change();
  }
  void push_each() {
    for (std::size_t i = 0; i < per_cycle_; ++i) fifo_.push(next_++);
    go_on();
  }
  void withdraw() {
    const std::size_t words = static_cast<std::size_t>(end_ - now_) * per_cycle_;
    if (said_) {
      fifo_.stop_pushing();
      next_ = static_cast<std::int16_t>(next_ - static_cast<int>(words));
    }
    left_ += words;
    end_ = now_;
    ++withdrawn;
  }

  WordFifo& fifo_;
  RandomSource random_;
  std::size_t left_;  ///< words
  std::int16_t next_ = 0;
  std::size_t per_cycle_ = 0;
  bool said_ = false;
  Cycle now_ = 0, end_ = 0, stop_ = kNever, due_ = 0;
};

struct FickleTransfer {
  FickleTransfer(std::uint64_t seed, Engine engine, bool reversed)
      : random(seed),
        words(static_cast<std::size_t>(random.between(20, 900))),
        config(random_config(random)),
        cycles(engine),
        fifo("fifo", static_cast<std::size_t>(random.between(16, 300))),
        port(cycles.now(), config.burst, static_cast<Cycle>(random.between(1, 60))),
        dma(config, {&port}, fifo),
        writer(fifo, words, seed) {
    if (reversed) cycles.add(writer);
    cycles.add_sleeping(fifo);
    cycles.add_sleeping(dma);
    if (!reversed) cycles.add(writer);
    dma.on_accepted([this](Cycle, int count) { accepted += count; });
  }
  static DmaConfig random_config(RandomSource& random) {
    DmaConfig config;
    config.burst = {8, random.small(1, 16)};
    config.outstanding_bursts = random.small(1, 8);
    config.words_per_cycle = random.small(1, 16);
    config.write_latency_cycles = random.small(1, 50);
    config.write_gap_tenths = random.small(0, 60);
    return config;
  }
  void start() { dma.start(0, 2 * words, random.small(1, 300)); }
  void run() {
    start();
    last = cycles.last_cycle_until([&] { return !dma.running(); }, 100000);
  }
  /// Aborted before cycle `cycle`; what the FIFO holds later is for who comes next.
  void run_and_abort(Cycle cycle) {
    cycles.before(cycle, [this] {
      dma.abort();
      if (!dma.running()) start();
    });
    start();
    cycles.steps_until(cycle + 300);
  }
  std::string seen() const {
    std::string text = std::to_string(last) + " " + std::to_string(fifo.total_pushed()) + " " +
                       std::to_string(writer.withdrawn) + " " + std::to_string(fifo.size()) + "\n" +
                       causes_of(dma) + "\n" + causes_of(fifo);
    for (const IdealPort::Noted& burst : port.bursts)
      text += "\n" + std::to_string(burst.cycle) + " " + std::to_string(burst.address) + " " +
              std::to_string(burst.bytes);
    return text;
  }

  RandomSource random;
  const std::size_t words;
  const DmaConfig config;
  EngineBench cycles;
  WordFifo fifo;
  IdealPort port;
  WriteDma dma;
  FickleWriter writer;
  std::int64_t accepted = 0;
  Cycle last = 0;
};

}  // namespace

TEST_CASE("words that their writer takes back are taken back by the write DMA", "[dma]") {
  int withdrawn = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    for (const bool reversed : {false, true}) {
      INFO("seed " << seed << (reversed ? ", the writer first" : ""));
      FickleTransfer stepped(seed, Engine::stepped, reversed), fast(seed, Engine::fast, reversed);
      stepped.run();
      REQUIRE(stepped.last != kNever);
      REQUIRE(stepped.accepted == static_cast<std::int64_t>(stepped.words));
      fast.run();
      REQUIRE(fast.seen() == stepped.seen());
      for (std::size_t i = 0; i < fast.words; ++i)
        REQUIRE((fast.port.written[2 * i] | fast.port.written[2 * i + 1] << 8) ==
                static_cast<std::uint16_t>(i));
      withdrawn += fast.writer.withdrawn;
    }
  }
  CHECK(withdrawn > 1000);
}

TEST_CASE("so they are where the transfer is aborted, and another begins at once", "[dma]") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Cycle cycle = 1 + seed * 7 % 211;
    INFO("seed " << seed << ", aborted before cycle " << cycle);
    FickleTransfer stepped(seed, Engine::stepped, false), fast(seed, Engine::fast, false),
        reversed(seed, Engine::fast, true);
    for (FickleTransfer* transfer : {&stepped, &fast, &reversed}) transfer->run_and_abort(cycle);
    REQUIRE(fast.seen() == stepped.seen());
    REQUIRE(reversed.seen() == stepped.seen());
  }
}
