#include "model/estimate/input_timing.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr EstimatedCycles kIssueCycles = 1;  // a burst is sent in the cycle after its predecessor's

std::uint64_t words_of(std::int64_t bits, const Parameters& p) {
  return static_cast<std::uint64_t>(bits / p.numeric.activation.bits);
}

std::size_t bursts_under_way(const Parameters& p) {
  const int burst_bytes = p.dma.burst_beats * p.dma.port_bits / 8;
  const int of_port = std::min(p.hp.outstanding_bursts, p.hp.fifo_bytes / burst_bytes);
  return static_cast<std::size_t>(
      std::max(1, std::min(p.dma.outstanding_bursts, of_port * p.dma.input_ports)));
}

}  // namespace

InputTiming::InputTiming(const Parameters& p, const MemoryTimes& memory)
    : beat_words_(words_of(std::int64_t{p.dma.input_ports} * p.dma.port_bits, p)),
      burst_words_(words_of(std::int64_t{p.dma.burst_beats} * p.dma.port_bits, p)),
      fifo_words_(beat_words_ * static_cast<std::uint64_t>(p.dma.input_fifo_words)),
      latency_(kIssueCycles + memory.read_cycles + p.dma.read_latency_cycles),
      taken_at_(fifo_words_),
      burst_ended_(bursts_under_way(p)) {}

void InputTiming::begin(EstimatedCycles offered) {
  streamed_ = taken_ = 0;
  last_beat_ = offered - 1;
  std::fill(taken_at_.begin(), taken_at_.end(), offered - 1);
  std::fill(burst_ended_.begin(), burst_ended_.end(), offered - latency_);
}

EstimatedCycles InputTiming::visible(std::uint64_t word) {
  while (streamed_ < word) stream_beat(std::min(streamed_ + beat_words_, word) - 1);
  return last_beat_ + 1;
}

void InputTiming::taken(std::uint64_t word, EstimatedCycles cycle) {
  for (; taken_ < word; ++taken_) taken_at_[taken_ % fifo_words_] = cycle;
}

/// last_word: of the beat, the last that is asked for.
void InputTiming::stream_beat(std::uint64_t last_word) {
  const std::uint64_t burst = last_word / burst_words_;
  EstimatedCycles& ended = burst_ended_[burst % burst_ended_.size()];
  const bool first_of_burst = streamed_ % burst_words_ < beat_words_;
  const EstimatedCycles ready = first_of_burst ? ended + latency_ : last_beat_ + 1;
  last_beat_ = std::max({last_beat_ + 1, ready, room_for(last_word)});
  streamed_ += beat_words_;
  ended = last_beat_;
}

/// The place of a word that was taken can be filled from the next cycle on.
EstimatedCycles InputTiming::room_for(std::uint64_t word) const {
  return word < fifo_words_ ? 0 : taken_at_[word % fifo_words_] + 1;
}

}  // namespace drnn
