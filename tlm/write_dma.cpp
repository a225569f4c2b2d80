#include "tlm/write_dma.hpp"

#include <algorithm>

#include "tlm/memory_words.hpp"

namespace drnn {

namespace {

constexpr int kTenths = 10;

}  // namespace

WriteDma::WriteDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& input)
    : DmaEngine("write_dma", {"busy", "stream_wait", "pipeline", "memory_wait", "halting", "idle"},
                config, ports),
      latency_(static_cast<Cycle>(config.write_latency_cycles)),
      input_(input),
      buffer_(config.write_buffer_words()),
      beats_(config.write_buffer_words()),
      words_(config.write_buffer_words()),
      gap_rest_(ports.size(), 0) {}

void WriteDma::start(std::uint64_t address, std::uint64_t bytes, int step_words) {
  begin(address, bytes);
  buffer_.clear();
  beats_.clear();
  unaccepted_ = bytes / DmaConfig::kWordBytes;
  step_words_ = step_left_ = step_words;
  std::fill(gap_rest_.begin(), gap_rest_.end(), 0);
}

void WriteDma::evaluate(Cycle now) {
  now_ = now;
  if (halting() || !running()) {
    changed_ = halting() && drain(now);
    book(changed_ ? Cause::halting : waiting_for(now));
    return;
  }
  const bool retired = retire(now);
  const bool issued = issue(now);
  const bool accepted = !halting() && accept(now);
  changed_ = retired || issued || accepted;
  book(issued || accepted ? Cause::busy : waiting_for(now));
}

bool WriteDma::retire(Cycle now) {
  if (bursts_.empty() || bursts_.front().ready > now) return false;
  if (bursts_.front().response != BurstResponse::okay) {
    fail(bursts_.front().response);
    return true;
  }
  bursts_.pop();
  if (bursts_.empty() && splitter_.done()) finish();
  return true;
}

bool WriteDma::accept(Cycle now) {
  const int words = next_beat();
  const auto count = static_cast<std::size_t>(words);
  if (input_.size() < count) input_.await_entry(*this);
  if (words == 0 || input_.size() < count || buffer_.free() < count) return false;
  input_.peek_all(words_.data(), count);
  input_.pop(count);
  buffer_.push_all(words_.data(), count);
  beats_.push({now, count});
  unaccepted_ -= count;
  step_left_ -= words;
  if (step_left_ == 0) step_left_ = step_words_;
  if (accepted_) accepted_(now, words);
  return true;
}

int WriteDma::next_beat() const {
  const int of_step = std::min(config_.words_per_cycle, step_left_);
  return static_cast<int>(
      std::min<std::uint64_t>(static_cast<std::uint64_t>(of_step), unaccepted_));
}

bool WriteDma::burst_complete() const {
  return !splitter_.done() && buffer_.size() * DmaConfig::kWordBytes >= splitter_.next_bytes();
}

Cycle WriteDma::burst_due() const {
  return std::max(beats_.front().accepted + latency_, bursts_.port_free());
}

bool WriteDma::issue(Cycle now) {
  if (!burst_complete() || burst_due() > now || bursts_.full()) return false;
  Burst& burst = bursts_.open(splitter_, true);
  fill(burst);
  splitter_.advance();
  const Cycle beats_end = now + config_.burst.beats(burst);
  beats_end_ = std::max(beats_end_, beats_end);
  bursts_.send(beats_end + gap());
  return true;
}

void WriteDma::fill(Burst& burst) {
  const std::size_t words = burst.data.size() / DmaConfig::kWordBytes;
  buffer_.pop_all(words_.data(), words);
  forget_beats(words);
  store_words(words_.data(), words, burst.data.data());
}

void WriteDma::forget_beats(std::size_t words) {
  while (words > 0) {
    Beat& beat = beats_.front();
    const std::size_t gone = std::min(words, beat.words);
    beat.words -= gone;
    words -= gone;
    if (beat.words == 0) beats_.pop();
  }
}

Cycle WriteDma::gap() {
  int& rest = gap_rest_[bursts_.turn()];
  rest += config_.write_gap_tenths;
  const int whole = rest / kTenths;
  rest %= kTenths;
  return static_cast<Cycle>(whole);
}

WriteDma::Cause WriteDma::waiting_for(Cycle now) const {
  if (halting()) return Cause::halting;
  if (beats_end_ > now) return Cause::busy;
  if (!running()) return Cause::idle;
  if (burst_complete()) return burst_due() > now ? Cause::pipeline : Cause::memory_wait;
  return unaccepted_ > 0 ? Cause::stream_wait : Cause::memory_wait;
}

Cycle WriteDma::next_event() const {
  Cycle next = kNever;
  const auto at = [&](Cycle event) {
    if (event > now_) next = std::min(next, event);
  };
  at(beats_end_);
  if (burst_complete()) at(burst_due());
  if (!bursts_.empty()) at(bursts_.front().ready);
  return next;
}

std::string WriteDma::describe() const {
  if (!running()) return "no transfer";
  return std::to_string(unaccepted_) + " words to accept, " +
         std::to_string(splitter_.bytes_left()) + " bytes to write, " +
         std::to_string(bursts_.size()) + " bursts under way";
}

}  // namespace drnn
