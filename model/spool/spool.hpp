#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "model/spool/temporary_file.hpp"

namespace drnn {

/// Values that only grow in number and may be more than memory should hold: the last ones are kept
/// in memory, all before them in a temporary file, which exists only where there are as many.
///
/// Everything that has an element a step is kept in one of these, so that the memory of a run does
/// not grow with its steps.
template <class T>
class Spool {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// What is kept in memory at most.
  static constexpr std::size_t kInMemory = (std::size_t{256} << 10) / sizeof(T);

  void append(const T* values, std::size_t count) {
    while (count > 0) {
      const std::size_t taken = std::min(count, kInMemory - tail_.size());
      tail_.insert(tail_.end(), values, values + taken);
      if (tail_.size() == kInMemory) write_tail();
      values += taken;
      count -= taken;
    }
  }
  void append(const T& value) {
    tail_.push_back(value);
    if (tail_.size() == kInMemory) write_tail();
  }

  std::uint64_t size() const { return in_file_ + tail_.size(); }

  /// first + count is at most size().
  void read(std::uint64_t first, std::size_t count, T* values) const {
    const std::size_t from_file =
        first < in_file_
            ? static_cast<std::size_t>(std::min<std::uint64_t>(count, in_file_ - first))
            : 0;
    if (from_file > 0) file_->read(first * sizeof(T), values, from_file * sizeof(T));
    if (from_file < count)
      std::copy_n(tail_.begin() + static_cast<std::ptrdiff_t>(first + from_file - in_file_),
                  count - from_file, values + from_file);
  }

  /// Where `first` and the values after it lie in memory; null where it is in the file. Holds until
  /// the next append().
  const T* in_memory(std::uint64_t first) const {
    return first < in_file_ ? nullptr : tail_.data() + (first - in_file_);
  }

 private:
  void write_tail() {
    if (!file_) file_ = std::make_unique<TemporaryFile>();
    file_->write(in_file_ * sizeof(T), tail_.data(), tail_.size() * sizeof(T));
    in_file_ += tail_.size();
    tail_.clear();
  }

  std::unique_ptr<TemporaryFile> file_;
  std::uint64_t in_file_ = 0;
  std::vector<T> tail_;
};

}  // namespace drnn
