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
  if (begins()) forget_foreseen();
  if (halting() || !running()) {
    forget_foreseen();
    changed_ = halting() && drain(now);
    if (changed_) go_on();
    book(changed_ ? Cause::halting : waiting_for(now));
    return;
  }
  const bool retired = retire(now);
  const bool issued = issue(now);
  if (halting()) forget_foreseen();
  const bool foreseen = now < accepting_until_;
  const bool accepted = !foreseen && !halting() && accept(now);
  changed_ = retired || issued || accepted;
  const bool another_answered = !bursts_.empty() && bursts_.front().ready <= now;
  if (issued || (accepted && accepting_until_ == now + 1) || another_answered) go_on();
  book(issued || accepted || foreseen ? Cause::busy : waiting_for(now));
}

void WriteDma::forget_foreseen() {
  input_.stop_popping();
  accepting_until_ = 0;
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
  const Cycle cycles = beats_ahead(count);
  const std::size_t all = static_cast<std::size_t>(cycles) * count;
  input_.peek_all(words_.data(), all);
  input_.pop_over(cycles, count);
  buffer_.push_all(words_.data(), all);
  for (Cycle i = 0; i < cycles; ++i) beats_.push({now + i, count});
  accepting_until_ = now + cycles;
  unaccepted_ -= all;
  step_left_ -= static_cast<int>(all);
  if (step_left_ == 0) step_left_ = step_words_;
  if (accepted_) accepted_(now, static_cast<int>(all));
  return true;
}

/// How many beats of `words` words are certainly accepted from this cycle on, one a cycle, the last
/// of a step not among them; at least one, the beat that is accepted now.
Cycle WriteDma::beats_ahead(std::size_t words) const {
  if (!looks_ahead()) return 1;
  const auto left = std::min<std::uint64_t>(static_cast<std::uint64_t>(step_left_), unaccepted_);
  const Cycle most = std::min<Cycle>((left - 1) / words, buffer_.free() / words);
  return std::max<Cycle>(1, std::min(most, input_.poppable(words)));
}

int WriteDma::next_beat() const {
  const int of_step = std::min(config_.words_per_cycle, step_left_);
  return static_cast<int>(
      std::min<std::uint64_t>(static_cast<std::uint64_t>(of_step), unaccepted_));
}

/// The first cycle before which all words of the next burst were accepted.
Cycle WriteDma::complete_from() const {
  if (splitter_.done()) return kNever;
  std::size_t missing = splitter_.next_bytes() / DmaConfig::kWordBytes;
  if (buffer_.size() < missing) return kNever;
  std::size_t beat = 0;
  while (beats_[beat].words < missing) missing -= beats_[beat++].words;
  return beats_[beat].accepted + 1;
}

Cycle WriteDma::burst_due() const {
  return std::max(beats_.front().accepted + latency_, bursts_.port_free());
}

bool WriteDma::issue(Cycle now) {
  if (bursts_.full() || complete_from() > now || burst_due() > now) return false;
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
  if (complete_from() <= now) return burst_due() > now ? Cause::pipeline : Cause::memory_wait;
  return unaccepted_ > 0 ? Cause::stream_wait : Cause::memory_wait;
}

Cycle WriteDma::next_event() const {
  Cycle next = kNever;
  const auto at = [&](Cycle event) {
    if (event > now_) next = std::min(next, event);
  };
  at(beats_end_);
  const Cycle complete = complete_from();
  if (complete != kNever) at(std::max(complete, burst_due()));
  at(accepting_until_);
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
