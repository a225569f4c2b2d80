#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace drnn {

/// Where a number is known to lie.
struct Interval {
  double low = 0, high = 0;
};

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

/// A point of the space.
struct ParetoPoint {
  std::uint64_t number = 0;
  std::vector<Interval> estimate;
  std::optional<std::vector<double>> simulated;
  bool failed = false;  ///< it could not be simulated
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
  ParetoSearch(const ParetoProblem& problem, std::vector<ParetoPoint> points);

  /// Simulates points, given as indices; returns their numbers in that order, nothing for those
  /// that fail.
  using Simulate = std::function<std::vector<std::optional<std::vector<double>>>(
      const std::vector<std::size_t>&)>;

  void run(const Simulate& simulate);
  /// Simulates every point.
  void run_all(const Simulate& simulate);

  const std::vector<ParetoPoint>& points() const { return points_; }
  /// Indices of the front, in the order of the points.
  std::vector<std::size_t> front() const;
  const std::vector<BrokenBound>& broken() const { return broken_; }
  std::size_t rounds() const { return rounds_; }

 private:
  using Corner = std::vector<double>;
  /// The best and the worst that a point may be.
  struct Range {
    Corner best, worst;
    bool may_keep_limits = false, keeps_limits = false;
  };

  Interval interval(const ParetoPoint& point, std::size_t value) const;
  Range range(const ParetoPoint& point) const;
  std::vector<std::size_t> candidates() const;
  std::vector<std::size_t> promising(const std::vector<std::size_t>& candidates) const;
  void run_round(const std::vector<std::size_t>& batch, const Simulate& simulate);
  void take(ParetoPoint& point, const std::optional<std::vector<double>>& numbers);
  void hold_bounds(const ParetoPoint& point);

  ParetoProblem problem_;
  std::vector<ParetoPoint> points_;
  std::vector<BrokenBound> broken_;
  std::size_t rounds_ = 0;
};

/// Whether a is nowhere greater than b and somewhere smaller.
bool dominates(const std::vector<double>& a, const std::vector<double>& b);

/// Those that no other dominates: indices, ascending. Equal ones are all among them.
std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& points);

}  // namespace drnn
