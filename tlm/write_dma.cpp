#include "tlm/write_dma.hpp"

#include <algorithm>

#include "model/config/errors.hpp"

namespace drnn {

WriteDma::WriteDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& input)
    : ClockedBlock("write_dma", {"busy", "stream_wait", "memory_wait", "idle"}),
      config_(config),
      ports_(std::move(ports)),
      input_(input),
      port_free_(ports_.size(), 0) {}

void WriteDma::start(std::uint64_t address, std::uint64_t bytes, int step_words) {
  running_ = true;
  address_ = address;
  unaccepted_ = unissued_ = bytes;
  step_words_ = step_left_ = step_words;
  next_port_ = 0;
}

void WriteDma::evaluate(Cycle now) {
  now_ = now;
  changed_ = false;
  if (!running_) {
    attribute(Cause::idle);
    return;
  }
  const bool retired = retire(now);
  const bool issued = issue(now);
  const bool accepted = accept(now);
  changed_ = retired || issued || accepted;
  if (accepted || issued) {
    attribute(Cause::busy);
  } else {
    attribute(unaccepted_ > 0 && buffer_.size() < config_.burst_bytes() ? Cause::stream_wait
                                                                        : Cause::memory_wait);
  }
}

bool WriteDma::retire(Cycle now) {
  if (bursts_.empty() || bursts_.front().ready > now) return false;
  if (bursts_.front().error)
    throw SimulationError("write_dma: the memory refused address " +
                          std::to_string(bursts_.front().address));
  bursts_.pop_front();
  if (bursts_.empty() && unissued_ == 0) {
    running_ = false;
    if (done_) done_();
  }
  return true;
}

bool WriteDma::accept(Cycle now) {
  const auto left = unaccepted_ / static_cast<std::uint64_t>(config_.word_bytes);
  const int words = static_cast<int>(std::min<std::uint64_t>(
      static_cast<std::uint64_t>(std::min(config_.words_per_cycle, step_left_)), left));
  const auto bytes = static_cast<std::size_t>(words * config_.word_bytes);
  if (words == 0 || input_.size() < static_cast<std::size_t>(words) ||
      buffer_.size() + bytes > config_.write_buffer_bytes())
    return false;
  for (int i = 0; i < words; ++i) {
    const auto word = static_cast<std::uint16_t>(input_.peek(static_cast<std::size_t>(i)));
    buffer_.push_back(static_cast<std::uint8_t>(word & 0xff));
    buffer_.push_back(static_cast<std::uint8_t>(word >> 8));
  }
  input_.pop(static_cast<std::size_t>(words));
  unaccepted_ -= bytes;
  step_left_ -= words;
  if (step_left_ == 0) step_left_ = step_words_;
  if (accepted_) accepted_(now, words);
  return true;
}

bool WriteDma::burst_complete() const {
  return unissued_ > 0 && buffer_.size() >= next_burst_bytes(config_, address_, unissued_);
}

bool WriteDma::issue(Cycle now) {
  if (!burst_complete() || port_free_[next_port_] > now ||
      bursts_.size() >= static_cast<std::size_t>(config_.outstanding_bursts))
    return false;
  const std::size_t bytes = next_burst_bytes(config_, address_, unissued_);
  Burst& burst = bursts_.emplace_back();
  burst.write = true;
  burst.address = address_;
  const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(bytes);
  burst.data.assign(buffer_.begin(), end);
  buffer_.erase(buffer_.begin(), end);
  address_ += bytes;
  unissued_ -= bytes;
  const auto port_bytes = static_cast<std::size_t>(config_.port_bytes);
  port_free_[next_port_] = now + (bytes + port_bytes - 1) / port_bytes;
  ports_[next_port_]->issue(burst);
  next_port_ = (next_port_ + 1) % ports_.size();
  return true;
}

bool WriteDma::commit() {
  return changed_;
}

Cycle WriteDma::next_event() const {
  if (!running_) return kNever;
  Cycle next = kNever;
  if (burst_complete() && port_free_[next_port_] > now_) next = port_free_[next_port_];
  if (!bursts_.empty() && bursts_.front().ready > now_)
    next = std::min(next, bursts_.front().ready);
  return next;
}

std::string WriteDma::describe() const {
  return std::to_string(unaccepted_) + " bytes to accept, " + std::to_string(unissued_) +
         " to write, " + std::to_string(bursts_.size()) + " bursts under way";
}

}  // namespace drnn
