#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
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

  /// In a file of its own.
  Spool() = default;
  /// In a file of others, from byte `place` on, where `most` values have room and the first `size`
  /// stand already.
  Spool(std::shared_ptr<TemporaryFile> file, std::uint64_t place, std::uint64_t most,
        std::uint64_t size = 0)
      : file_(std::move(file)), place_(place), most_(most), in_file_(size) {}
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  void append(const T* values, std::size_t count) {
    while (count > 0) {
      const std::size_t taken = std::min(count, kInMemory - tail_.size());
      tail_.insert(tail_.end(), values, values + taken);
      if (tail_.size() == kInMemory) write_out();
      values += taken;
      count -= taken;
    }
  }
  void append(const T& value) {
    tail_.push_back(value);
    if (tail_.size() == kInMemory) write_out();
  }

  std::uint64_t size() const { return in_file_ + tail_.size(); }

  /// first + count is at most size().
  void read(std::uint64_t first, std::size_t count, T* values) const {
    const std::size_t from_file =
        first < in_file_
            ? static_cast<std::size_t>(std::min<std::uint64_t>(count, in_file_ - first))
            : 0;
    if (from_file > 0) file_->read(place_of(first), values, from_file * sizeof(T));
    if (from_file < count)
      std::copy_n(tail_.begin() + static_cast<std::ptrdiff_t>(first + from_file - in_file_),
                  count - from_file, values + from_file);
  }

  /// What is in memory goes to the file, for others that have it, too. Throws std::logic_error
  /// where that has no room for it.
  void write_out() {
    if (size() > most_) throw std::logic_error("a spool is longer than its place");
    if (!file_) file_ = std::make_shared<TemporaryFile>();
    file_->write(place_of(in_file_), tail_.data(), tail_.size() * sizeof(T));
    in_file_ += tail_.size();
    tail_.clear();
  }

  /// Where `first` and the values after it lie in memory; null where it is in the file. Holds until
  /// the next append().
  const T* in_memory(std::uint64_t first) const {
    return first < in_file_ ? nullptr : tail_.data() + (first - in_file_);
  }

 private:
  std::uint64_t place_of(std::uint64_t value) const { return place_ + value * sizeof(T); }

  std::shared_ptr<TemporaryFile> file_;
  std::uint64_t place_ = 0;
  std::uint64_t most_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t in_file_ = 0;
  std::vector<T> tail_;
};

}  // namespace drnn
