#pragma once

#include <cstdint>

#include "model/config/parameters.hpp"
#include "model/estimate/event_ring.hpp"
#include "model/estimate/memory_times.hpp"

namespace drnn {

/// When words are in the input FIFO: the contracts of ReadDma and StreamFifo, with the same latency
/// for every burst and beats of the stream taken whole.
class InputTiming {
 public:
  InputTiming(const Parameters& parameters, const MemoryTimes& memory);

  /// A transfer whose first word is offered in cycle `offered`; the FIFO is empty.
  void begin(EstimatedCycles offered);

  /// The first cycle at whose start the FIFO holds words up to the one before `word` (counted in
  /// the transfer). Asked in order; what is to be in the FIFO at once must fit it.
  EstimatedCycles visible(std::uint64_t word);
  /// Words up to the one before `word` were taken in `cycle`.
  void taken(std::uint64_t word, EstimatedCycles cycle);

 private:
  /// ready: its first beat can be streamed; ended: its last word was.
  struct Burst {
    EstimatedCycles ready = 0, ended = 0;
  };

  void stream_beat(std::uint64_t last_word);
  void ask_for(std::uint64_t burst);
  EstimatedCycles room_for(std::uint64_t word) const;

  const std::uint64_t beat_words_, burst_words_, fifo_words_, port_words_;
  const std::uint64_t ports_, under_way_;
  const EstimatedCycles latency_;
  EventRing<EstimatedCycles> taken_at_;  ///< of words, as many as the FIFO holds
  EventRing<Burst> bursts_;
  std::uint64_t asked_ = 0;      ///< bursts
  std::uint64_t asked_end_ = 0;  ///< of their words
  EstimatedCycles offered_ = 0;
  std::uint64_t streamed_ = 0, taken_ = 0;  ///< words
  EstimatedCycles last_beat_ = 0;
};

}  // namespace drnn
