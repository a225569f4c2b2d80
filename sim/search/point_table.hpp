#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "model/spool/sparse_memory.hpp"

namespace drnn {

/// Where a number is known to lie.
struct Interval {
  double low = 0, high = 0;
};

/// A point of the space.
struct ParetoPoint {
  std::uint64_t number = 0;
  std::vector<Interval> estimate;
  std::optional<std::vector<double>> simulated;
  bool failed = false;  ///< it could not be simulated
};

/// What is known of the points of a search, by their numbers. Most of it is in a file, so that
/// memory does not grow with the points.
class PointTable {
 public:
  /// values: numbers a point.
  explicit PointTable(std::size_t values) : values_(values) {}

  /// Enters a point, or enters it anew.
  void set(const ParetoPoint& point);
  /// Of a point that was entered.
  ParetoPoint point(std::uint64_t number);

  /// Calls with every point, by number.
  void for_each(const std::function<void(const ParetoPoint&)>& what);

  std::uint64_t size() const { return size_; }
  /// The smallest number, where there is a point.
  std::uint64_t first() const { return first_; }
  /// Points that have been simulated.
  std::uint64_t simulated() const { return simulated_; }

 private:
  enum class State : std::uint8_t { absent, estimated, simulated, failed };

  std::size_t record_bytes() const {
    return sizeof(State) + values_ * (sizeof(Interval) + sizeof(double));
  }
  State state(std::uint64_t number);
  ParetoPoint read(std::uint64_t number, State state);

  std::size_t values_;
  SparseMemory records_;
  std::uint64_t first_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t end_ = 0;  ///< behind the largest number
  std::uint64_t size_ = 0, simulated_ = 0;
};

}  // namespace drnn
