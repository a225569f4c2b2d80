#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace drnn {

/// A queue in a fixed number of slots. Slots are recycled with what they held, so that buffers
/// inside them are allocated once; the addresses of elements do not change.
template <class T>
class Ring {
 public:
  explicit Ring(std::size_t capacity) : slots_(capacity) {}

  std::size_t capacity() const { return slots_.size(); }
  std::size_t size() const { return size_; }
  std::size_t free() const { return slots_.size() - size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == slots_.size(); }

  /// The element `offset` places behind the oldest; offset < size().
  T& operator[](std::size_t offset) { return slots_[wrap(head_ + offset)]; }
  const T& operator[](std::size_t offset) const { return slots_[wrap(head_ + offset)]; }
  T& front() { return slots_[head_]; }
  const T& front() const { return slots_[head_]; }
  T& back() { return (*this)[size_ - 1]; }

  /// Opens the next slot, which still holds what was last in it; not when full().
  T& push() {
    ++size_;
    return back();
  }
  void push(const T& value) { push() = value; }
  /// `count` elements, at most free().
  void push_all(const T* values, std::size_t count) {
    const std::size_t place = wrap(head_ + size_);
    const std::size_t before_the_end = std::min(count, slots_.size() - place);
    std::copy_n(values, before_the_end, slots_.begin() + static_cast<std::ptrdiff_t>(place));
    std::copy_n(values + before_the_end, count - before_the_end, slots_.begin());
    size_ += count;
  }
  /// The `count` oldest, at most size().
  void pop_all(T* values, std::size_t count) {
    const std::size_t before_the_end = std::min(count, slots_.size() - head_);
    std::copy_n(slots_.begin() + static_cast<std::ptrdiff_t>(head_), before_the_end, values);
    std::copy_n(slots_.begin(), count - before_the_end, values + before_the_end);
    pop(count);
  }
  void pop(std::size_t count = 1) {
    head_ = wrap(head_ + count);
    size_ -= count;
  }
  /// The `count` youngest go.
  void drop(std::size_t count) { size_ -= count; }
  void clear() { pop(size_); }

 private:
  std::size_t wrap(std::size_t index) const {
    return index < slots_.size() ? index : index - slots_.size();
  }

  std::vector<T> slots_;
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

/// A queue that takes more room when it is full, so that nothing is allocated once it has been as
/// long as it gets.
template <class T>
class GrowingRing {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// The element `offset` places behind the oldest; offset < size().
  T& operator[](std::size_t offset) { return slots_[place(offset)]; }
  const T& operator[](std::size_t offset) const { return slots_[place(offset)]; }
  T& front() { return slots_[head_]; }
  const T& front() const { return slots_[head_]; }

  void push(const T& value) {
    if (size_ == mask_ + 1) grow();
    slots_[place(size_++)] = value;
  }
  void pop() {
    head_ = place(1);
    --size_;
  }

 private:
  std::size_t place(std::size_t offset) const { return (head_ + offset) & mask_; }
  void grow() {
    std::rotate(slots_.begin(), slots_.begin() + static_cast<std::ptrdiff_t>(head_), slots_.end());
    head_ = 0;
    slots_.resize(slots_.empty() ? 8 : 2 * slots_.size());
    mask_ = slots_.size() - 1;
  }

  std::vector<T> slots_;                             ///< a power of two, or none
  std::size_t mask_ = static_cast<std::size_t>(-1);  ///< their number less one
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

}  // namespace drnn
