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
      gap_rest_(ports.size(), 0) {
  input_.on_withdrawn([this] { take_back(); });
}

void WriteDma::start(std::uint64_t address, std::uint64_t bytes, int step_words) {
  begin(address, bytes);
  buffer_.clear();
  beats_.clear();
  unaccepted_ = bytes / DmaConfig::kWordBytes;
  step_words_ = step_left_ = step_words;
  complete_ = kNever;
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
  const bool issued = !halting() && issue(now);
  if (halting()) forget_foreseen();
  const bool foreseen = now < accepting_until_;
  const bool accepted = !foreseen && !halting() && accept(now);
  changed_ = retired || issued || accepted;
  const bool another_answered = !bursts_.empty() && bursts_.front().ready <= now;
  if ((accepted && accepting_until_ == now + 1) || another_answered) go_on();
  book(issued || accepted || foreseen ? Cause::busy : waiting_for(now));
}

/// Of a transfer that has ended before its time.
void WriteDma::forget_foreseen() {
  input_.stop_popping(now_);
  if (accepting_until_ > now_) take_back_words(accepting_until_ - now_);
  accepting_until_ = 0;
}

void WriteDma::take_back_words(Cycle cycles) {
  if (accepted_) accepted_(cycle(), -static_cast<int>(cycles * words_a_cycle_));
}

/// What was foreseen of the cycles after this one: the words may not come.
void WriteDma::take_back() {
  const Cycle next = cycle() + 1;
  if (accepting_until_ <= next) return;
  const Cycle cycles = accepting_until_ - next;
  accepting_until_ = next;
  input_.stop_popping(next);
  take_back_words(cycles);
  if (beats_.empty()) return;  // another transfer begins, which has accepted none
  const std::size_t words = cycles * words_a_cycle_;
  buffer_.drop(words);
  beats_.back().end -= words;
  if (beats_.back().size() == 0) beats_.drop(1);
  unaccepted_ += words;
  step_left_ += static_cast<int>(words);
  complete_ = complete_from();
  go_on();
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
  beats_.push({now, count, 0, all});
  accepting_until_ = now + cycles;
  words_a_cycle_ = count;
  unaccepted_ -= all;
  step_left_ -= static_cast<int>(all);
  if (step_left_ == 0) step_left_ = step_words_;
  if (complete_ == kNever) complete_ = complete_from();
  if (accepted_) accepted_(now, static_cast<int>(all));
  return true;
}

/// How many beats of `words` words are accepted from this cycle on, one a cycle, the last of a step
/// not among them; at least one, the beat that is accepted now.
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

Cycle WriteDma::complete_from() const {
  if (splitter_.done()) return kNever;
  std::size_t missing = splitter_.next_bytes() / DmaConfig::kWordBytes;
  if (buffer_.size() < missing) return kNever;
  std::size_t i = 0;
  while (beats_[i].size() < missing) missing -= beats_[i++].size();
  return beats_[i].accepted(beats_[i].gone + missing - 1) + 1;
}

Cycle WriteDma::burst_due() const {
  const Beats& first = beats_.front();
  return std::max(first.accepted(first.gone) + latency_, bursts_.port_free());
}

bool WriteDma::issue(Cycle now) {
  if (complete_ > now || bursts_.full() || burst_due() > now) return false;
  Burst& burst = bursts_.open(splitter_, true);
  fill(burst);
  splitter_.advance();
  complete_ = complete_from();
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
    Beats& beats = beats_.front();
    const std::size_t gone = std::min(words, beats.size());
    beats.gone += gone;
    words -= gone;
    if (beats.size() == 0) beats_.pop();
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
  if (complete_ <= now) return burst_due() > now ? Cause::pipeline : Cause::memory_wait;
  return unaccepted_ > 0 ? Cause::stream_wait : Cause::memory_wait;
}

Cycle WriteDma::next_event() const {
  Cycle next = kNever;
  const auto at = [&](Cycle event) {
    if (event > now_) next = std::min(next, event);
  };
  at(beats_end_);
  if (running() && !halting() && complete_ != kNever) {
    const Cycle due = std::max(complete_, burst_due());
    at(due > now_ || bursts_.full() ? due : now_ + 1);  // one burst a cycle
  }
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
