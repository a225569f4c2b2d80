#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/stream_fifo.hpp"
#include "tests/support/cycle_bench.hpp"
#include "tlm/burst_splitter.hpp"
#include "tlm/data_mover.hpp"
#include "tlm/dma_engine.hpp"
#include "tlm/memory_port.hpp"

namespace drnn::test {

/// What the memory holds at an address.
inline std::uint8_t byte_at(std::uint64_t address) {
  return static_cast<std::uint8_t>(address * 7 + address / 256 * 31);
}
inline std::int16_t word_at(std::uint64_t address) {
  return static_cast<std::int16_t>(byte_at(address) | byte_at(address + 1) << 8);
}

/// A memory port without contention, which notes its bursts. The first beat of a read is visible
/// `latency` cycles after its address, or behind the beats of the read before; the response of a
/// write `latency` cycles after its last beat.
class IdealPort : public MemoryPort {
 public:
  struct Noted {
    Cycle cycle;
    bool write;
    std::uint64_t address;
    std::uint64_t bytes;
    Cycle beats;
    Cycle ready;
    bool operator==(const Noted& o) const {
      return cycle == o.cycle && write == o.write && address == o.address && bytes == o.bytes &&
             ready == o.ready;
    }
  };

  /// now: the cycle under way.
  IdealPort(const Cycle& now, const BurstShape& shape, Cycle latency)
      : now_(now), shape_(shape), latency_(latency) {}

  /// Bursts that hold this address get this response.
  void fail(std::uint64_t address, BurstResponse response) {
    failing_ = address;
    response_ = response;
  }

  void serve(ClockedBlock&) override {}
  void issue(Burst& burst) override {
    const Cycle beats = shape_.beats(burst);
    if (burst.write) {
      burst.ready = now_ + beats - 1 + latency_;
      written.insert(written.end(), burst.data.begin(), burst.data.end());
    } else {
      burst.ready = std::max(now_ + latency_, beats_end_);
      beats_end_ = burst.ready + beats;
      for (std::size_t i = 0; i < burst.data.size(); ++i)
        burst.data[i] = byte_at(burst.address + i);
    }
    if (failing_ - burst.address < burst.data.size()) burst.response = response_;
    buffers.insert(burst.data.data());
    bursts.push_back({now_, burst.write, burst.address, burst.data.size(), beats, burst.ready});
  }

  std::vector<Noted> bursts;
  std::vector<std::uint8_t> written;
  std::set<const std::uint8_t*> buffers;  ///< that bursts came with

  std::vector<std::uint64_t> lengths() const {
    std::vector<std::uint64_t> result;
    for (const Noted& burst : bursts) result.push_back(burst.bytes);
    return result;
  }

 private:
  const Cycle& now_;
  const BurstShape shape_;
  const Cycle latency_;
  Cycle beats_end_ = 0;
  std::uint64_t failing_ = ~std::uint64_t{0};
  BurstResponse response_ = BurstResponse::okay;
};

/// Runs blocks in either engine, without the SystemC kernel.
class EngineBench {
 public:
  explicit EngineBench(Engine engine = Engine::stepped) : engine_(engine, 1000000) {}

  void add(ClockedBlock& block) { engine_.add(block); }
  /// As the whole system joins its DMA engines and FIFOs: they sleep where they can.
  void add_sleeping(DmaEngine& engine) { engine_.add(engine, {}); }
  void add_sleeping(WordFifo& fifo) { engine_.add_storage(fifo, {}); }
  void add_sleeping(CommandFifo& fifo) { engine_.add_storage(fifo, {}); }
  void add_sleeping(ClockedBlock& block, std::vector<const ClockedBlock*> sources) {
    engine_.add(block, std::move(sources));
  }
  /// Does something to blocks before cycle `cycle` is executed, as registers do.
  void before(Cycle cycle, std::function<void()> action) {
    action_cycle_ = cycle;
    action_ = std::move(action);
    engine_.skip_no_further_than(cycle);
  }
  /// The cycle to be executed next; while one is executed, that one.
  const Cycle& now() const { return now_; }

  void steps(Cycle count) {
    for (Cycle i = 0; i < count; ++i) step();
  }
  /// The cycles before `end`, the last of them for certain.
  void steps_until(Cycle end) {
    while (now_ < end) {
      const Cycle wanted = now_ < action_cycle_ ? action_cycle_ : kNever;
      engine_.skip_no_further_than(std::min(wanted, end - 1));
      step();
    }
    now_ = end;
  }
  /// Executes until `reached` holds; returns the last cycle executed, kNever where it never does.
  template <class Reached>
  Cycle last_cycle_until(Reached reached, Cycle limit = 1000000) {
    Cycle last = kNever;
    while (!reached()) {
      if (now_ > limit) return kNever;
      last = now_;
      step();
    }
    return last;
  }

 private:
  void step() {
    if (now_ == action_cycle_) {
      action_();
      engine_.wake_all();
    }
    const Cycle next = engine_.execute(now_);
    now_ = next == kNever ? now_ + 1 : next;
  }

  CycleEngine engine_;
  Cycle now_ = 0;
  Cycle action_cycle_ = kNever;
  std::function<void()> action_;
};

/// Pushes `entries` into a FIFO: as many as have room, but a pause after each `run`.
template <class T>
class Feeder : public ClockedBlock {
 public:
  Feeder(StreamFifo<T>& fifo, std::vector<T> entries, std::size_t run, Cycle pause)
      : ClockedBlock("feeder", {"all"}),
        fifo_(fifo),
        entries_(std::move(entries)),
        run_(run),
        pause_(pause) {}
  void evaluate(Cycle now) override {
    now_ = now;
    moved_ = false;
    while (due_ <= now && next_ < entries_.size() && fifo_.free() > 0) {
      fifo_.push(entries_[next_++]);
      moved_ = true;
      if (next_ % run_ == 0) due_ = now + 1 + pause_;
    }
    attribute(0);
  }
  bool commit() override { return moved_; }
  Cycle next_event() const override { return due_ > now_ ? due_ : kNever; }
  std::string describe() const override { return ""; }

 private:
  StreamFifo<T>& fifo_;
  const std::vector<T> entries_;
  const std::size_t run_;
  const Cycle pause_;
  std::size_t next_ = 0;
  Cycle due_ = 0;
  Cycle now_ = 0;
  bool moved_ = false;
};

/// Takes up to `width` entries out of a FIFO every `period` cycles, and notes when.
template <class T, class Fifo = StreamFifo<T>>
class Taker : public ClockedBlock {
 public:
  Taker(Fifo& fifo, std::size_t width, Cycle period)
      : ClockedBlock("taker", {"all"}), fifo_(fifo), width_(width), period_(period) {}
  void evaluate(Cycle now) override {
    now_ = now;
    moved_ = false;
    attribute(0);
    if (due_ > now || fifo_.size() == 0) return;
    const std::size_t count = std::min(width_, fifo_.size());
    for (std::size_t i = 0; i < count; ++i) {
      taken.push_back(fifo_.peek(i));
      cycles.push_back(now);
    }
    fifo_.pop(count);
    due_ = now + period_;
    moved_ = true;
  }
  bool commit() override { return moved_; }
  Cycle next_event() const override { return due_ > now_ ? due_ : kNever; }
  std::string describe() const override { return ""; }

  std::vector<T> taken;
  std::vector<Cycle> cycles;

 private:
  Fifo& fifo_;
  const std::size_t width_;
  const Cycle period_;
  Cycle due_ = 0;
  Cycle now_ = 0;
  bool moved_ = false;
};

/// The causes of a block as text.
inline std::string causes_of(const ClockedBlock& block) {
  std::string text = block.name() + ":";
  for (const CauseCycles& entry : block.cause_cycles())
    text += " " + std::string(entry.cause) + "=" + std::to_string(entry.cycles);
  return text;
}

}  // namespace drnn::test
