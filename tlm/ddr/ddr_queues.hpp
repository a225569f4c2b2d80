#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tlm/ddr/ddr_address.hpp"
#include "tlm/ddr/ddr_timing.hpp"

namespace drnn {

/// One BL8 burst on its way through the controller.
struct DdrBurst {
  std::uint64_t address = 0;  ///< of the burst's first byte
  bool write = false;
  std::uint64_t tag = 0;  ///< the requester's
  DdrLocation location;
  DdrClock arrival = 0;        ///< clock in which it entered the queue
  std::uint64_t sequence = 0;  ///< order of arrival
  DdrClock moved = 0;          ///< clock in which it entered its bank's queue
};

/// A queue of a stated capacity that keeps the order of arrival and may be left from anywhere.
class DdrQueue {
 public:
  explicit DdrQueue(std::size_t capacity) : capacity_(capacity) { bursts_.reserve(capacity); }

  bool full() const { return bursts_.size() >= capacity_; }
  bool empty() const { return bursts_.empty(); }
  std::size_t size() const { return bursts_.size(); }
  const DdrBurst& operator[](std::size_t index) const { return bursts_[index]; }
  template <class Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(bursts_.begin(), bursts_.end(), predicate);
  }
  void push(const DdrBurst& burst) { bursts_.push_back(burst); }
  DdrBurst take(std::size_t index) {
    const DdrBurst burst = bursts_[index];
    bursts_.erase(bursts_.begin() + static_cast<std::ptrdiff_t>(index));
    return burst;
  }

 private:
  const std::size_t capacity_;
  std::vector<DdrBurst> bursts_;
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
