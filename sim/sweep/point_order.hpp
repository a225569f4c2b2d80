#pragma once

#include <cstdint>
#include <vector>

#include "sim/sweep/grid.hpp"
#include "sim/sweep/grid_check.hpp"

namespace drnn {

/// The order in which a grid's points are run, so that those that share most stand together: first
/// by workload, then by hardware, then by thresholds. Positions count from 0 in that order.
class PointOrder {
 public:
  PointOrder(const Grid& grid, const std::vector<AxisRole>& roles);

  std::uint64_t size() const { return grid_.size(); }
  /// The number of the point at a position.
  std::uint64_t point(std::uint64_t position) const;
  /// The first position behind the points whose hardware is that of `position`; at most `end`.
  std::uint64_t hardware_end(std::uint64_t position, std::uint64_t end) const;
  /// Whether both points run on the same quantised workload.
  bool same_workload(std::uint64_t point, std::uint64_t other) const;

 private:
  bool same(AxisRole last, const Grid::Digits& a, const Grid::Digits& b) const;
  void sort_list();

  const Grid& grid_;
  const std::vector<AxisRole> roles_;
  std::vector<std::size_t> axes_;    ///< by role; of a full grid the last is the fastest
  std::vector<std::uint32_t> list_;  ///< of a list: the points in order
};

/// A part of the positions, [begin, end).
struct PositionRange {
  std::uint64_t begin = 0, end = 0;
};

/// Part `index` (from 1) of `count` about equal ones, which together are all positions.
PositionRange shard_range(std::uint64_t positions, std::uint64_t index, std::uint64_t count);

}  // namespace drnn
