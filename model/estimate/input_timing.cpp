#include "model/estimate/input_timing.hpp"

#include <algorithm>

#include "model/estimate/stream_words.hpp"

namespace drnn {

namespace {

constexpr EstimatedCycles kIssueCycles = 1;  // a burst is sent in the cycle after its predecessor's

std::uint64_t bursts_under_way(const Parameters& p) {
  const int burst_bytes = p.dma.burst_beats * p.dma.port_bits / 8;
  const int of_port = std::min(p.hp.outstanding_bursts, p.hp.fifo_bytes / burst_bytes);
  return static_cast<std::uint64_t>(
      std::max(1, std::min(p.dma.outstanding_bursts, of_port * p.dma.input_ports)));
}

}  // namespace

InputTiming::InputTiming(const Parameters& p, const MemoryTimes& memory)
    : beat_words_(words_of(std::int64_t{p.dma.input_ports} * p.dma.port_bits, p)),
      burst_words_(words_of(std::int64_t{p.dma.burst_beats} * p.dma.port_bits, p)),
      fifo_words_(beat_words_ * static_cast<std::uint64_t>(p.dma.input_fifo_words)),
      port_words_(words_of(p.dma.port_bits, p)),
      ports_(static_cast<std::uint64_t>(p.dma.input_ports)),
      under_way_(bursts_under_way(p)),
      latency_(kIssueCycles + memory.read_cycles + p.dma.read_latency_cycles),
      taken_at_(fifo_words_),
      bursts_(under_way_ + ports_ + 1) {}

void InputTiming::begin(EstimatedCycles offered) {
  streamed_ = taken_ = asked_ = asked_end_ = 0;
  offered_ = offered;
  last_beat_ = offered - 1;
}

EstimatedCycles InputTiming::visible(std::uint64_t word) {
  while (streamed_ < word) stream_beat(std::min(streamed_ + beat_words_, word) - 1);
  return last_beat_ + 1;
}

void InputTiming::taken(std::uint64_t word, EstimatedCycles cycle) {
  for (; taken_ < word; ++taken_) taken_at_[taken_] = cycle;
}

/// last_word: of the beat, the last that is asked for.
void InputTiming::stream_beat(std::uint64_t last_word) {
  for (; asked_end_ <= last_word; asked_end_ += burst_words_) ask_for(asked_++);
  Burst& burst = bursts_[asked_ - 1];
  const std::uint64_t in_burst = last_word - (asked_end_ - burst_words_);
  last_beat_ =
      std::max({last_beat_ + 1, burst.ready + static_cast<EstimatedCycles>(in_burst / port_words_),
                room_for(last_word)});
  streamed_ += beat_words_;
  burst.ended = last_beat_;
}

/// A burst a cycle, ports in turn, whose bursts follow one another; the place of the burst
/// `under_way_` before must be free.
void InputTiming::ask_for(std::uint64_t index) {
  EstimatedCycles ready = offered_ + static_cast<EstimatedCycles>(std::min(index, under_way_));
  if (index >= under_way_) ready = std::max(ready, bursts_[index - under_way_].ended + latency_);
  if (index >= ports_)
    ready = std::max(ready, bursts_[index - ports_].ready +
                                static_cast<EstimatedCycles>(burst_words_ / port_words_));
  bursts_[index] = {ready, ready};
}

/// The place of a word that was taken can be filled from the next cycle on.
EstimatedCycles InputTiming::room_for(std::uint64_t word) const {
  return word < fifo_words_ ? 0 : taken_at_[word - fifo_words_] + 1;
}

}  // namespace drnn
