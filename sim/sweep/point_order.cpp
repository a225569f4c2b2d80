#include "sim/sweep/point_order.hpp"

#include <algorithm>
#include <numeric>

namespace drnn {

PointOrder::PointOrder(const Grid& grid, const std::vector<AxisRole>& roles)
    : grid_(grid), roles_(roles), axes_(roles.size()) {
  std::iota(axes_.begin(), axes_.end(), std::size_t{0});
  std::stable_sort(axes_.begin(), axes_.end(),
                   [&](std::size_t a, std::size_t b) { return roles_[a] < roles_[b]; });
  if (grid.is_list()) sort_list();
}

void PointOrder::sort_list() {
  list_.resize(grid_.size());
  std::iota(list_.begin(), list_.end(), 0U);
  const auto digits_by_role = [&](std::uint32_t point) {
    const Grid::Digits digits = grid_.digits(point);
    Grid::Digits result;
    for (const std::size_t axis : axes_)
      if (roles_[axis] != AxisRole::threshold) result.push_back(digits[axis]);
    return result;
  };
  std::stable_sort(list_.begin(), list_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return digits_by_role(a) < digits_by_role(b);
  });
}

std::uint64_t PointOrder::point(std::uint64_t position) const {
  if (grid_.is_list()) return list_[position];
  Grid::Digits digits(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0;) {
    const std::uint64_t values = grid_.axes()[axes_[i]].values.size();
    digits[axes_[i]] = static_cast<std::uint32_t>(position % values);
    position /= values;
  }
  return grid_.point(digits);
}

bool PointOrder::same(AxisRole last, const Grid::Digits& a, const Grid::Digits& b) const {
  for (std::size_t axis = 0; axis < roles_.size(); ++axis)
    if (roles_[axis] <= last && a[axis] != b[axis]) return false;
  return true;
}

std::uint64_t PointOrder::hardware_end(std::uint64_t position, std::uint64_t end) const {
  const Grid::Digits first = grid_.digits(point(position));
  if (grid_.is_list()) {
    while (++position < end)
      if (!same(AxisRole::elaboration, first, grid_.digits(point(position)))) break;
    return position;
  }
  std::uint64_t thresholds = 1;
  for (std::size_t axis = 0; axis < roles_.size(); ++axis)
    if (roles_[axis] == AxisRole::threshold) thresholds *= grid_.axes()[axis].values.size();
  return std::min(end, (position / thresholds + 1) * thresholds);
}

bool PointOrder::same_workload(std::uint64_t point, std::uint64_t other) const {
  return same(AxisRole::workload, grid_.digits(point), grid_.digits(other));
}

PositionRange shard_range(std::uint64_t positions, std::uint64_t index, std::uint64_t count) {
  const auto bound = [&](std::uint64_t i) {
    return positions / count * i + positions % count * i / count;
  };
  return {bound(index - 1), bound(index)};
}

}  // namespace drnn
