#include "tlm/read_dma.hpp"

#include <algorithm>

#include "tlm/memory_words.hpp"

namespace drnn {

ReadDma::ReadDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& output)
    : DmaEngine("read_dma", {"busy", "memory_wait", "pipeline", "fifo_full", "halting", "idle"},
                config, std::move(ports)),
      latency_(static_cast<Cycle>(config.read_latency_cycles)),
      output_(output),
      words_(config.burst.burst_bytes() / DmaConfig::kWordBytes) {}

void ReadDma::start(std::uint64_t address, std::uint64_t bytes) {
  begin(address, bytes);
  unstreamed_ = bytes;
  front_offset_ = 0;
  first_pending_ = true;
}

void ReadDma::evaluate(Cycle now) {
  now_ = now;
  if (begins() || halting() || !running()) forget_foreseen();
  if (halting()) {
    changed_ = drain(now);
    if (changed_) go_on();
    book(Cause::halting);
    return;
  }
  const bool foreseen = now < streaming_until_;
  const bool streamed = !foreseen && stream(now);
  const bool issued = issue(now);
  changed_ = issued || streamed;
  if (issued || (streamed && streaming_until_ <= now + 1)) go_on();
  const bool busy = issued || streamed || foreseen;
  const Cause cause = busy ? Cause::busy : waiting_for(now);
  if (cause == Cause::fifo_full) output_.await_place(*this);
  book(cause);
}

void ReadDma::forget_foreseen() {
  output_.stop_pushing();
  streaming_until_ = 0;
}

bool ReadDma::issue(Cycle now) {
  if (splitter_.done() || !bursts_.may_issue(now)) return false;
  bursts_.open(splitter_, false);
  splitter_.advance();
  bursts_.send(now + 1);
  return true;
}

std::size_t ReadDma::streamable(Cycle now) const {
  if (bursts_.empty() || now < latency_) return 0;
  return config_.burst.visible_bytes(bursts_.front(), now - latency_) - front_offset_;
}

bool ReadDma::stream(Cycle now) {
  if (stream_ahead(now) > 0) return true;
  int words = 0;
  while (words < config_.words_per_cycle && !bursts_.empty()) {
    const std::size_t room = std::min<std::size_t>(
        output_.free(), static_cast<std::size_t>(config_.words_per_cycle - words));
    const std::size_t there = streamable(now) / DmaConfig::kWordBytes;
    if (there == 0) break;
    if (bursts_.front().response != BurstResponse::okay) {
      fail(bursts_.front().response);
      break;
    }
    const std::size_t count = std::min(room, there);
    if (count == 0) break;
    stream_words(1, count, now);
    words += static_cast<int>(count);
  }
  if (words > 0) streaming_until_ = now + 1;
  return words > 0 || halting();
}

/// Streams in as many cycles from this one on as will certainly stream `words_per_cycle` words of
/// the front burst, and neither its last one nor issue a burst; returns how many these are.
Cycle ReadDma::stream_ahead(Cycle now) {
  const bool issues = !splitter_.done() && !bursts_.full();
  if (!looks_ahead() || issues || streamable(now) == 0) return 0;
  const Burst& burst = bursts_.front();
  if (burst.response != BurstResponse::okay) return 0;
  const auto words = static_cast<std::size_t>(config_.words_per_cycle);
  const std::size_t bytes = words * DmaConfig::kWordBytes;
  const std::size_t most =
      std::min(output_.free() / words, (burst.data.size() - front_offset_ - 1) / bytes);
  Cycle cycles = 0;
  while (cycles < most && streamable(now + cycles) >= (cycles + 1) * bytes) ++cycles;
  if (cycles < 2) return 0;
  streaming_until_ = now + cycles;
  stream_words(cycles, words, now);
  return cycles;
}

/// `count` words in each of `cycles` cycles.
void ReadDma::stream_words(Cycle cycles, std::size_t count, Cycle now) {
  if (first_pending_ && first_word_) first_word_(now);
  first_pending_ = false;
  const Burst& burst = bursts_.front();
  const std::size_t words = count * static_cast<std::size_t>(cycles);
  load_words(burst.data.data() + front_offset_, words, words_.data());
  if (cycles > 1) {
    output_.push_over(words_.data(), cycles, count);
  } else {
    output_.push_all(words_.data(), count);
  }
  front_offset_ += words * DmaConfig::kWordBytes;
  unstreamed_ -= words * DmaConfig::kWordBytes;
  if (front_offset_ == burst.data.size()) retire_front();
}

void ReadDma::retire_front() {
  bursts_.pop();
  front_offset_ = 0;
  if (unstreamed_ == 0) finish();
}

Cycle ReadDma::end_of(const Burst& burst) const {
  return burst.ready + latency_ + config_.burst.beats(burst) - 1;
}

ReadDma::Cause ReadDma::waiting_for(Cycle now) const {
  if (!running()) return Cause::idle;
  if (streamable(now) > 0) return Cause::fifo_full;
  const bool at_port =
      !bursts_.empty() && config_.burst.visible_bytes(bursts_.front(), now) > front_offset_;
  return at_port ? Cause::pipeline : Cause::memory_wait;
}

Cycle ReadDma::next_event() const {
  if (!halting() && streaming_until_ > now_) return streaming_until_;
  if (bursts_.empty() || bursts_.front().ready == kNever) return kNever;
  if (!halting() && streamable(now_) > 0) return kNever;  // the FIFO's turn
  const Cycle first = bursts_.front().ready;
  for (const Cycle event : {first, halting() ? end_of(bursts_.front()) : first + latency_})
    if (event > now_) return event;
  return now_ + 1;  // the burst's next beat
}

std::string ReadDma::describe() const {
  if (!running()) return "no transfer";
  return std::to_string(splitter_.bytes_left()) + " bytes to ask for, " +
         std::to_string(unstreamed_) + " to stream, " + std::to_string(bursts_.size()) +
         " bursts under way";
}

}  // namespace drnn
