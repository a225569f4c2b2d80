#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"

namespace drnn {

/// The weight server of the conformance bench: a memory that never waits.
///
/// Timing contract: idle, it sees a command in cycle c and offers the burst's first beat in c+1;
/// then a beat every cycle, as far as each is taken. It takes the command together with the last
/// beat but one. With the last beat it goes on to the command that is then offered, whose first
/// beat follows at once, or becomes idle. Bursts are of two beats or more.
///
/// Causes: busy (a beat is taken), stalled (offered, not taken), idle.
class IdealWeightServer : public ClockedBlock {
 public:
  enum class Cause { busy, stalled, idle };

  /// weights: one value a byte of the memory, from address 0. Not copied.
  IdealWeightServer(int num_pe, const std::vector<std::int16_t>& weights,
                    const ControlLines& control, Stream<FetchCommand>& commands,
                    Stream<WeightBeat>& beats);

  std::uint64_t beats_served() const { return served_; }

  /// Throws SimulationError for a command that leaves the memory or is shorter than two beats.
  void evaluate(Cycle now) override;
  bool commit() override;
  void repeat(Cycle cycles) override;
  Cycle next_event() const override;
  std::string describe() const override;
  void clear_statistics() override;

 private:
  struct Burst {
    bool reading = false;
    std::uint32_t address = 0;
    std::uint32_t beats = 0;
    bool operator==(const Burst& o) const {
      return reading == o.reading && address == o.address && beats == o.beats;
    }
  };

  WeightBeat beat() const;
  bool takes_command() const;
  void latch();
  void advance();

  const std::uint32_t num_pe_;
  const std::vector<std::int16_t>& weights_;
  const ControlLines& control_;
  Stream<FetchCommand>& commands_;
  Stream<WeightBeat>& beats_;
  Register<Burst> burst_;
  Register<std::uint32_t> next_beat_{0};
  bool flows_ = false;  ///< the last evaluated cycle served a beat that was not the last
  Cycle now_ = 0;
  std::uint64_t served_ = 0;
};

/// An input stream that offers one beat after another for as long as there are any; a reset begins
/// anew.
///
/// Causes: busy (a beat is taken), stalled (offered, not taken), exhausted.
class IdealInput : public ClockedBlock {
 public:
  enum class Cause { busy, stalled, exhausted };

  /// words: whole beats of K words. Not copied.
  IdealInput(int num_pe, const std::vector<std::int16_t>& words, const ControlLines& control,
             Stream<InputBeat>& stream);

  void evaluate(Cycle now) override;
  bool commit() override { return next_.commit(); }
  std::string describe() const override;

 private:
  bool valid() const { return next_.get() < words_.size(); }

  const std::size_t num_pe_;
  const std::vector<std::int16_t>& words_;
  const ControlLines& control_;
  Stream<InputBeat>& stream_;
  Register<std::size_t> next_{0};
};

/// An output stream that takes whatever is offered and keeps it until the next reset.
///
/// Causes: busy (a beat is taken), idle.
class IdealOutput : public ClockedBlock {
 public:
  enum class Cause { busy, idle };

  IdealOutput(int num_pe, const ControlLines& control, Stream<ActivationBeat>& stream);

  const std::vector<std::int16_t>& words() const { return words_; }

  void evaluate(Cycle now) override;
  bool commit() override { return false; }
  std::string describe() const override { return std::to_string(words_.size()) + " words"; }

 private:
  const int num_pe_;
  const ControlLines& control_;
  Stream<ActivationBeat>& stream_;
  std::vector<std::int16_t> words_;
};

}  // namespace drnn
