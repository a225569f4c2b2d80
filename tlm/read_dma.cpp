#include "tlm/read_dma.hpp"

#include <algorithm>
#include <cstring>

#include "model/config/errors.hpp"

namespace drnn {

ReadDma::ReadDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& output)
    : ClockedBlock("read_dma", {"busy", "memory_wait", "fifo_full", "idle"}),
      config_(config),
      ports_(std::move(ports)),
      output_(output),
      port_free_(ports_.size(), 0) {}

void ReadDma::start(std::uint64_t address, std::uint64_t bytes) {
  address_ = address;
  unissued_ = unstreamed_ = bytes;
  first_pending_ = true;
  front_offset_ = 0;
  next_port_ = 0;
}

void ReadDma::evaluate(Cycle now) {
  now_ = now;
  const bool streamed = stream(now);
  const bool issued = issue(now);
  changed_ = streamed || issued;
  if (changed_) {
    attribute(Cause::busy);
  } else if (!running()) {
    attribute(Cause::idle);
  } else {
    attribute(!bursts_.empty() && bursts_.front().ready <= now ? Cause::fifo_full
                                                               : Cause::memory_wait);
  }
}

bool ReadDma::issue(Cycle now) {
  if (unissued_ == 0 || port_free_[next_port_] > now ||
      bursts_.size() >= static_cast<std::size_t>(config_.outstanding_bursts))
    return false;
  Burst& burst = bursts_.emplace_back();
  if (!spare_.empty()) {
    burst.data = std::move(spare_.back());
    spare_.pop_back();
  }
  burst.address = address_;
  burst.data.resize(next_burst_bytes(config_, address_, unissued_));
  address_ += burst.data.size();
  unissued_ -= burst.data.size();
  const auto port_bytes = static_cast<std::size_t>(config_.port_bytes);
  port_free_[next_port_] = now + (burst.data.size() + port_bytes - 1) / port_bytes;
  ports_[next_port_]->issue(burst);
  next_port_ = (next_port_ + 1) % ports_.size();
  return true;
}

bool ReadDma::stream(Cycle now) {
  if (bursts_.empty() || bursts_.front().ready > now) return false;
  const Burst& burst = bursts_.front();
  if (burst.error)
    throw SimulationError("read_dma: the memory refused address " + std::to_string(burst.address));
  if (first_pending_) {
    first_pending_ = false;
    if (first_word_) first_word_(now);
  }
  const auto word_bytes = static_cast<std::size_t>(config_.word_bytes);
  const std::size_t words =
      std::min({static_cast<std::size_t>(config_.words_per_cycle), output_.free(),
                (burst.data.size() - front_offset_) / word_bytes});
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint8_t* bytes = burst.data.data() + front_offset_ + i * word_bytes;
    output_.push(static_cast<std::int16_t>(bytes[0] | bytes[1] << 8));
  }
  front_offset_ += words * word_bytes;
  unstreamed_ -= words * word_bytes;
  if (front_offset_ == burst.data.size()) retire_front();
  return words > 0;
}

void ReadDma::retire_front() {
  spare_.push_back(std::move(bursts_.front().data));
  bursts_.pop_front();
  front_offset_ = 0;
  if (unstreamed_ == 0 && done_) done_();
}

bool ReadDma::commit() {
  return changed_;
}

Cycle ReadDma::next_event() const {
  Cycle next = kNever;
  if (unissued_ > 0 && port_free_[next_port_] > now_) next = port_free_[next_port_];
  if (!bursts_.empty() && bursts_.front().ready > now_)
    next = std::min(next, bursts_.front().ready);
  return next;
}

std::string ReadDma::describe() const {
  return std::to_string(unissued_) + " bytes to ask for, " + std::to_string(unstreamed_) +
         " to stream, " + std::to_string(bursts_.size()) + " bursts under way";
}

}  // namespace drnn
