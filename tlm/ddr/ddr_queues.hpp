#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tlm/ddr/ddr_address.hpp"
#include "tlm/ddr/ddr_rank.hpp"
#include "tlm/ddr/ddr_timing.hpp"

namespace drnn {

inline DdrCommand column_command(bool write) {
  return write ? DdrCommand::write : DdrCommand::read;
}

/// One BL8 burst on its way through the controller.
struct DdrBurst {
  std::uint64_t address = 0;  ///< of the burst's first byte
  bool write = false;
  std::uint64_t tag = 0;  ///< the requester's
  DdrLocation location;
  DdrClock arrival = 0;        ///< clock in which it entered the queue
  std::uint64_t sequence = 0;  ///< order of arrival
  DdrClock moved = 0;          ///< clock in which it entered its bank's queue

  DdrCommand column() const { return column_command(write); }
};

/// Where the bursts of all queues lie, so that they move by a pointer.
class DdrBurstPool {
 public:
  explicit DdrBurstPool(std::size_t capacity) : bursts_(capacity) {
    free_.reserve(capacity);
    for (DdrBurst& burst : bursts_) free_.push_back(&burst);
  }
  DdrBurstPool(const DdrBurstPool&) = delete;
  DdrBurstPool& operator=(const DdrBurstPool&) = delete;

  /// A burst that is in no queue; there is one.
  DdrBurst& take() {
    DdrBurst& burst = *free_.back();
    free_.pop_back();
    return burst;
  }
  void give_back(DdrBurst& burst) { free_.push_back(&burst); }

 private:
  std::vector<DdrBurst> bursts_;
  std::vector<DdrBurst*> free_;
};

/// A queue of a stated capacity that keeps the order of arrival and may be left from anywhere.
class DdrQueue {
 public:
  explicit DdrQueue(std::size_t capacity) : capacity_(capacity), bursts_(capacity) {}

  bool full() const { return size_ == capacity_; }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const DdrBurst& operator[](std::size_t index) const { return *bursts_[index]; }
  template <class Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(bursts_.begin(), bursts_.begin() + static_cast<std::ptrdiff_t>(size_),
                       [&](const DdrBurst* burst) { return predicate(*burst); });
  }
  void push(DdrBurst& burst) { bursts_[size_++] = &burst; }
  DdrBurst& take(std::size_t index) {
    DdrBurst& burst = *bursts_[index];
    --size_;
    for (std::size_t i = index; i < size_; ++i) bursts_[i] = bursts_[i + 1];
    return burst;
  }

 private:
  const std::size_t capacity_;
  std::vector<DdrBurst*> bursts_;  ///< the first size_ of them
  std::size_t size_ = 0;
};

/// Which addresses have a burst pending. Counts in 256 classes answer most questions; `maybe` is
/// never false for a pending address.
class PendingFilter {
 public:
  void add(std::uint64_t address) { ++counts_[index(address)]; }
  void remove(std::uint64_t address) { --counts_[index(address)]; }
  bool maybe(std::uint64_t address) const { return counts_[index(address)] != 0; }

 private:
  static std::size_t index(std::uint64_t address) {
    return static_cast<std::size_t>((address >> 5 ^ address >> 13) & 255);
  }
  std::array<std::uint32_t, 256> counts_{};
};

}  // namespace drnn
