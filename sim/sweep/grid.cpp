#include "sim/sweep/grid.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// A grid of more points is a slip; a database row has room for more.
constexpr std::uint64_t kMostPoints = 1000000000;

const Axis* find(const std::vector<Axis>& axes, const std::string& key) {
  const auto found =
      std::find_if(axes.begin(), axes.end(), [&](const Axis& axis) { return axis.key == key; });
  return found == axes.end() ? nullptr : &*found;
}

/// Indices of an axis's values, in the order in which they appear.
class ValueIndex {
 public:
  std::uint32_t of(const std::string& value, std::vector<std::string>& values) {
    const auto [known, added] = index_.emplace(value, static_cast<std::uint32_t>(values.size()));
    if (added) values.push_back(value);
    return known->second;
  }

 private:
  std::map<std::string, std::uint32_t> index_;
};

}  // namespace

Grid Grid::full(std::vector<Axis> axes) {
  Grid grid;
  grid.axes_ = std::move(axes);
  grid.check_size();
  grid.size_ = 1;
  for (const Axis& axis : grid.axes_) grid.size_ *= axis.values.size();
  grid.check_values();
  return grid;
}

Grid Grid::listed(const std::vector<std::vector<Axis>>& points) {
  Grid grid;
  grid.listed_ = true;
  grid.size_ = points.size();
  for (const Axis& axis : points.at(0)) {
    if (find(grid.axes_, axis.key) != nullptr)
      throw InputError("point 0 names '" + axis.key + "' twice");
    grid.axes_.push_back({axis.key, {}});
  }
  std::vector<ValueIndex> indices(grid.axes_.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t a = 0; a < grid.axes_.size(); ++a) {
      Axis& axis = grid.axes_[a];
      const Axis* named = find(points[i], axis.key);
      if (named == nullptr || points[i].size() != grid.axes_.size())
        throw InputError("point " + std::to_string(i) +
                         " must name the keys that point 0 names, each once");
      grid.list_.push_back(indices[a].of(named->values.at(0), axis.values));
    }
  }
  grid.check_points();
  return grid;
}

void Grid::check_size() const {
  std::uint64_t size = 1;
  for (const Axis& axis : axes_) {
    size *= axis.values.size();
    if (size > kMostPoints)
      throw InputError("the grid has more than " + std::to_string(kMostPoints) + " points");
  }
}

void Grid::check_values() const {
  for (const Axis& axis : axes_) {
    std::set<std::string> seen;
    for (const std::string& value : axis.values)
      if (!seen.insert(value).second)
        throw InputError(axis.key + ": the value " + value + " stands twice");
  }
}

void Grid::check_points() const {
  std::set<std::vector<std::string>> seen;
  for (std::uint64_t point = 0; point < size_; ++point) {
    std::vector<std::string> values;
    const Digits of = digits(point);
    for (std::size_t a = 0; a < axes_.size(); ++a) values.push_back(value(a, of));
    if (!seen.insert(values).second)
      throw InputError("point " + std::to_string(point) + " stands twice");
  }
}

Grid::Digits Grid::digits(std::uint64_t point) const {
  Digits result(axes_.size());
  if (listed_) {
    const auto begin = list_.begin() + static_cast<std::ptrdiff_t>(point * axes_.size());
    std::copy(begin, begin + static_cast<std::ptrdiff_t>(axes_.size()), result.begin());
    return result;
  }
  for (std::size_t a = axes_.size(); a-- > 0; point /= axes_[a].values.size())
    result[a] = static_cast<std::uint32_t>(point % axes_[a].values.size());
  return result;
}

std::uint64_t Grid::point(const Digits& digits) const {
  std::uint64_t result = 0;
  for (std::size_t a = 0; a < axes_.size(); ++a)
    result = result * axes_[a].values.size() + digits[a];
  return result;
}

void Grid::rename(const std::vector<Axis>& axes) {
  axes_ = axes;
  if (listed_)
    check_points();
  else
    check_values();
}

nlohmann::ordered_json Grid::to_json() const {
  nlohmann::ordered_json json = {{"axes", nlohmann::ordered_json::array()}};
  for (const Axis& axis : axes_)
    json["axes"].push_back({{"key", axis.key}, {"values", axis.values}});
  json["list"] = nullptr;
  if (listed_) json["list"] = list_;
  return json;
}

}  // namespace drnn
