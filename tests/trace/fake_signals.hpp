#pragma once

#include "model/blocks/clocked_block.hpp"
#include "model/trace/signal_table.hpp"

namespace drnn::test {

/// A source of one signal of each kind, to be set at will.
struct FakeSource {
  enum class State { idle, busy };

  bool ready = false;
  std::uint64_t level = 0;
  int delta = 0;
  State state = State::idle;
  std::uint64_t lanes[2] = {0, 0};

  void read(std::uint64_t* values) const {
    values[0] = lanes[0];
    values[1] = lanes[1];
  }

  void declare(Signals& signals) const {
    signals.enter("top.fifo");
    signals.add<&FakeSource::ready, &FakeSource::level>(*this, Moment::begin,
                                                        {flag("ready"), number("level", 64)});
    signals.enter("top");
    signals.add<&FakeSource::delta>(*this, Moment::evaluated, {signed_number("delta", 5)});
    signals.enter("top.fifo");
    signals.add<&FakeSource::state>(*this, Moment::committed,
                                    {drnn::state("cause", {"idle", "busy"})});
    signals.enter("top.mac");
    signals.add_array(*this, Moment::evaluated, {number("lane_0", 255), number("lane_1", 255)});
  }
};

inline Signals declared(const FakeSource& source) {
  Signals signals;
  source.declare(signals);
  return signals;
}

inline void sample_all(SignalTable& table) {
  for (const Moment moment : {Moment::begin, Moment::evaluated, Moment::committed})
    table.sample(moment);
}

}  // namespace drnn::test
