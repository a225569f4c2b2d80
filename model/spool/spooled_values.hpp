#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

#include "model/spool/spool.hpp"
#include "model/spool/stretches.hpp"

namespace drnn {

/// Some values of a spool, which is appended to no more or behind them only: the words of one
/// sequence, say. Copies refer to the same values.
template <class T>
class SpooledValues {
 public:
  SpooledValues() : SpooledValues(std::vector<T>()) {}
  /// Those of the vector, in a spool of their own.
  SpooledValues(const std::vector<T>& values) : count_(values.size()) {
    auto spool = std::make_shared<Spool<T>>();
    spool->append(values.data(), values.size());
    spool_ = std::move(spool);
  }
  SpooledValues(std::initializer_list<T> values) : SpooledValues(std::vector<T>(values)) {}
  SpooledValues(std::shared_ptr<const Spool<T>> spool, std::uint64_t first, std::uint64_t count)
      : spool_(std::move(spool)), first_(first), count_(count) {}

  std::uint64_t size() const { return count_; }

  /// `count` values from `first` on, first + count at most size().
  void read(std::uint64_t first, std::size_t count, T* values) const {
    spool_->read(first_ + first, count, values);
  }
  std::vector<T> read(std::uint64_t first, std::size_t count) const {
    std::vector<T> values(count);
    read(first, count, values.data());
    return values;
  }
  SpooledValues part(std::uint64_t first, std::uint64_t count) const {
    return {spool_, first_ + first, count};
  }

  /// For those that are known to be few.
  std::vector<T> all() const { return read(0, static_cast<std::size_t>(count_)); }

  friend bool operator==(const SpooledValues& a, const SpooledValues& b) {
    if (a.size() != b.size()) return false;
    bool equal = true;
    for_each_stretch(a.size(), 1, [&](std::uint64_t first, std::size_t count) {
      equal = equal && a.read(first, count) == b.read(first, count);
    });
    return equal;
  }
  friend bool operator!=(const SpooledValues& a, const SpooledValues& b) { return !(a == b); }

 private:
  std::shared_ptr<const Spool<T>> spool_;
  std::uint64_t first_ = 0, count_ = 0;
};

}  // namespace drnn
