#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sim/sweep/axis.hpp"

namespace drnn {

/// The points of a sweep, numbered from 0: all combinations of the axes' values, the last axis
/// fastest, or a list of them.
class Grid {
 public:
  /// Index of a value on each axis.
  using Digits = std::vector<std::uint32_t>;

  static Grid full(std::vector<Axis> axes);
  /// Each point names the keys of the first, in any order. Throws InputError.
  static Grid listed(const std::vector<std::vector<Axis>>& points);

  std::uint64_t size() const { return size_; }
  bool is_list() const { return listed_; }
  /// Of a list: the values that its points name, as they appear.
  const std::vector<Axis>& axes() const { return axes_; }

  Digits digits(std::uint64_t point) const;
  /// Of a full grid.
  std::uint64_t point(const Digits& digits) const;
  const std::string& value(std::size_t axis, const Digits& digits) const {
    return axes_[axis].values[digits[axis]];
  }

  /// Replaces names and values by those under which the same things are always known. Throws
  /// InputError where two values of an axis, or two points of a list, become the same.
  void rename(const std::vector<Axis>& axes);

  /// What another sweep is compared by.
  nlohmann::ordered_json to_json() const;

 private:
  void check_size() const;
  void check_values() const;
  void check_points() const;

  std::vector<Axis> axes_;
  bool listed_ = false;
  std::uint64_t size_ = 0;
  std::vector<std::uint32_t> list_;  ///< of a list: digits, one point after another
};

}  // namespace drnn
