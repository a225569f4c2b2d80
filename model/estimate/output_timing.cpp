#include "model/estimate/output_timing.hpp"

#include <algorithm>

#include "model/arith/ceil_div.hpp"
#include "model/estimate/stream_words.hpp"

namespace drnn {

namespace {

constexpr std::int64_t kTenths = 10;
constexpr std::int64_t kFsAPs = 1000;
constexpr std::size_t kPortsALink = 2;  // HP0 and HP1, HP2 and HP3

/// That an HP port has under way or holds in its FIFO.
std::size_t bursts_of_port(const Parameters& p) {
  const int burst_bytes = p.dma.burst_beats * p.dma.port_bits / 8;
  return static_cast<std::size_t>(
      std::max(1, std::min(p.hp.outstanding_bursts, p.hp.fifo_bytes / burst_bytes)));
}

}  // namespace

OutputTiming::OutputTiming(const Parameters& p, const MemoryTimes& memory, std::uint64_t step_words)
    : beat_words_(words_of(std::int64_t{p.dma.output_ports} * p.dma.port_bits, p)),
      burst_words_(words_of(std::int64_t{p.dma.burst_beats} * p.dma.port_bits, p)),
      fifo_words_(beat_words_ * static_cast<std::uint64_t>(p.dma.output_fifo_words)),
      step_words_(step_words),
      ports_(static_cast<std::size_t>(p.dma.output_ports)),
      outstanding_(static_cast<std::size_t>(p.dma.outstanding_bursts)),
      port_outstanding_(bursts_of_port(p)),
      port_words_(words_of(p.dma.port_bits, p)),
      latency_(p.dma.write_latency_cycles),
      write_cycles_(memory.write_cycles),
      gap_tenths_(p.dma.write_gap_tenths),
      period_fs_(p.clock.period_ps * kFsAPs),
      link_word_fs_(memory.link_byte_fs * p.numeric.activation.bits / 8),
      dram_word_fs_(memory.dram_byte_fs * p.numeric.activation.bits / 8),
      queued_fs_(memory.dram_byte_fs * memory.queued_bytes),
      step_left_(step_words),
      history_(fifo_words_ + 2),
      departures_(outstanding_ + ports_ * port_outstanding_ + 2 + beat_words_ / burst_words_),
      responses_(outstanding_ + ports_ * port_outstanding_ + 2 + beat_words_ / burst_words_),
      port_free_(ports_),
      gap_rest_(ports_),
      link_free_fs_((ports_ + kPortsALink - 1) / kPortsALink) {}

void OutputTiming::begin(std::uint64_t words) {
  transfer_begin_ = transfer_end_;
  transfer_end_ += words;
  bursts_ = 0;
  awaited_ = 0;
  awaited_end_ = burst_words_;
  std::fill(gap_rest_.begin(), gap_rest_.end(), 0);
}

EstimatedCycles OutputTiming::room(std::uint64_t word) {
  if (word <= fifo_words_) return 0;
  const std::uint64_t to_leave = word - fifo_words_;
  while (oldest_ != beats_ && history_[oldest_].words < to_leave) ++oldest_;
  return (oldest_ == beats_ ? accepted_at_ : history_[oldest_].cycle) + 1;
}

void OutputTiming::push(int words, EstimatedCycles visible) {
  pushed_ += static_cast<std::uint64_t>(words);
  for (std::uint64_t beat = next_beat(); beat > 0 && accepted_ + beat <= pushed_;
       beat = next_beat())
    accept(beat, visible);
}

/// A step's last beat may be short.
std::uint64_t OutputTiming::next_beat() const {
  return std::min(beat_words_, step_left_);
}

void OutputTiming::accept(std::uint64_t words, EstimatedCycles visible) {
  const std::uint64_t before = accepted_;
  accepted_ += words;
  accepted_at_ = std::max({accepted_at_ + 1, visible, buffer_room(accepted_)});
  step_left_ = step_left_ == words ? step_words_ : step_left_ - words;
  history_[beats_++] = {accepted_, accepted_at_};
  if (before == departed_) burst_begun_ = accepted_at_;
  while (departed_ < accepted_ &&
         (accepted_ - departed_ >= burst_words_ || accepted_ == transfer_end_))
    depart(burst_begun_);
}

/// The buffer holds a burst for each that may be under way and one beat more; a burst that departs
/// leaves its room in the same cycle.
EstimatedCycles OutputTiming::buffer_room(std::uint64_t word) {
  const std::uint64_t buffer = burst_words_ * outstanding_ + beat_words_;
  if (word - transfer_begin_ <= buffer) return 0;
  const std::uint64_t to_depart = word - transfer_begin_ - buffer;
  for (; awaited_end_ < to_depart; awaited_end_ += burst_words_) ++awaited_;
  return departures_[awaited_];
}

void OutputTiming::depart(EstimatedCycles first_accepted) {
  const std::uint64_t words = std::min(burst_words_, accepted_ - departed_);
  const std::size_t port = bursts_ % ports_;
  EstimatedCycles at = std::max({first_accepted + latency_, accepted_at_ + 1, port_free_[port]});
  if (bursts_ > 0) at = std::max(at, departures_[bursts_ - 1] + 1);
  if (bursts_ >= outstanding_) at = std::max(at, responses_[bursts_ - outstanding_]);
  const auto beats = static_cast<EstimatedCycles>(ceil_div(words, port_words_));
  port_free_[port] = at + beats + gap(port);
  const std::uint64_t before = ports_ * port_outstanding_;  // to leave room at the port
  const EstimatedCycles taken =
      bursts_ < before ? at : std::max(at, responses_[bursts_ - before] + 1);
  retired_ = std::max(retired_, response(port, taken + beats, words));
  departures_[bursts_] = at;
  responses_[bursts_] = retired_;
  departed_ += words;
  burst_begun_ = accepted_at_;
  ++bursts_;
}

EstimatedCycles OutputTiming::gap(std::size_t port) {
  gap_rest_[port] += gap_tenths_;
  const std::int64_t whole = gap_rest_[port] / kTenths;
  gap_rest_[port] %= kTenths;
  return whole;
}

/// Answered when its last part is in the controller's queue.
EstimatedCycles OutputTiming::response(std::size_t port, EstimatedCycles beats_end,
                                       std::uint64_t words) {
  const auto count = static_cast<std::int64_t>(words);
  const std::int64_t begin_fs = beats_end * period_fs_;
  std::int64_t& link_free_fs = link_free_fs_[port / kPortsALink];
  link_free_fs = std::max(link_free_fs, begin_fs) + count * link_word_fs_;
  dram_free_fs_ = std::max(dram_free_fs_, begin_fs) + count * dram_word_fs_;
  const std::int64_t queued_fs = std::max(link_free_fs, dram_free_fs_ - queued_fs_);
  return (queued_fs + period_fs_ - 1) / period_fs_ + write_cycles_;
}

}  // namespace drnn
