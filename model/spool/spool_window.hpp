#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/spool/spool.hpp"

namespace drnn {

/// Addresses of a spool's values for one that looks at them again and again, mostly near each
/// other: values in the file are read a window at a time.
template <class T>
class SpoolWindow {
 public:
  /// `count` values from `first` on; holds until the next call or append.
  const T* at(const Spool<T>& spool, std::uint64_t first, std::size_t count) {
    if (const T* values = spool.in_memory(first)) return values;
    if (first < begin_ || first + count > begin_ + values_.size()) {
      // As many behind as ahead: those who look back go on from where they were.
      begin_ = first - std::min<std::uint64_t>(first, kValues / 2);
      values_.resize(static_cast<std::size_t>(
          std::min<std::uint64_t>(std::max(kValues, count + kValues / 2), spool.size() - begin_)));
      spool.read(begin_, values_.size(), values_.data());
    }
    return values_.data() + (first - begin_);
  }

 private:
  static constexpr std::size_t kValues = 8192;

  std::uint64_t begin_ = 0;
  std::vector<T> values_;
};

}  // namespace drnn
