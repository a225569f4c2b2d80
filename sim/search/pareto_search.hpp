#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/search/pareto_front.hpp"
#include "sim/search/point_table.hpp"

namespace drnn {

/// A number that must not exceed a limit. It need not be an objective.
struct Limit {
  std::size_t value = 0;  ///< index of the number
  double most = 0;
};

/// What is searched: numbers of a point, some of them objectives, all to be small.
struct ParetoProblem {
  std::size_t values = 0;               ///< numbers a point
  std::vector<bool> certain;            ///< of each: estimates are exact
  std::vector<std::size_t> objectives;  ///< indices of numbers
  std::vector<Limit> limits;
  /// Of each: uncertain estimates are widened by this share before they are believed.
  std::vector<double> margins;
};

/// A simulated number outside its interval.
struct BrokenBound {
  std::uint64_t point = 0;
  std::size_t value = 0;
  double margin_before = 0, margin_after = 0;
};

/// Finds the points that no other one dominates (is nowhere greater and somewhere smaller), among
/// those within all limits, by simulating only points that may be on that front.
///
/// A point is passed over when its interval breaks a limit, or when some point, estimated or
/// simulated, that surely keeps the limits dominates it whatever the true numbers are. That is
/// right as long as true numbers lie in their intervals; where a simulated one does not, the
/// number's margin grows to twice what it would have had to be, and all points are looked at anew.
/// Nothing depends on how simulations are spread over processes: each round's points follow from
/// the last round's results.
class ParetoSearch {
 public:
  ParetoSearch(const ParetoProblem& problem, PointTable points);

  /// Tells the numbers of a point, nothing if it fails.
  using Tell = std::function<void(std::uint64_t, const std::optional<std::vector<double>>&)>;
  /// Simulates points and tells of each, in any order.
  using Simulate = std::function<void(const std::vector<std::uint64_t>& points, const Tell&)>;

  void run(const Simulate& simulate);
  /// Simulates every point.
  void run_all(const Simulate& simulate);

  PointTable& points() { return points_; }
  /// Numbers of the front's points, ascending.
  std::vector<std::uint64_t> front();
  const std::vector<BrokenBound>& broken() const { return broken_; }
  std::size_t rounds() const { return rounds_; }

 private:
  using Corner = std::vector<double>;
  using Numbers = std::vector<std::uint64_t>;
  /// The best and the worst that a point may be.
  struct Range {
    Corner best, worst;
    bool may_keep_limits = false, keeps_limits = false;
  };

  Interval interval(const ParetoPoint& point, std::size_t value) const;
  Range range(const ParetoPoint& point) const;
  ParetoFront strongest();
  Numbers candidates();
  Numbers promising(const Numbers& candidates);
  void run_round(const Numbers& batch, const Simulate& simulate);
  void hold_bounds(const ParetoPoint& point);

  ParetoProblem problem_;
  PointTable points_;
  std::vector<BrokenBound> broken_;
  std::size_t rounds_ = 0;
};

}  // namespace drnn
