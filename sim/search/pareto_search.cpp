#include "sim/search/pareto_search.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace drnn {

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  bool smaller = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    smaller = smaller || a[i] < b[i];
  }
  return smaller;
}

std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& points) {
  // What dominates a point stands before it in this order.
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(points[a], a) < std::tie(points[b], b);
  });
  std::vector<std::size_t> front;
  for (const std::size_t i : order)
    if (std::none_of(front.begin(), front.end(),
                     [&](std::size_t f) { return dominates(points[f], points[i]); }))
      front.push_back(i);
  std::sort(front.begin(), front.end());
  return front;
}

ParetoSearch::ParetoSearch(const ParetoProblem& problem, std::vector<ParetoPoint> points)
    : problem_(problem), points_(std::move(points)) {}

void ParetoSearch::run(const Simulate& simulate) {
  for (std::vector<std::size_t> left = candidates(); !left.empty(); left = candidates())
    run_round(promising(left), simulate);
}

void ParetoSearch::run_all(const Simulate& simulate) {
  std::vector<std::size_t> all(points_.size());
  std::iota(all.begin(), all.end(), 0);
  run_round(all, simulate);
}

void ParetoSearch::run_round(const std::vector<std::size_t>& batch, const Simulate& simulate) {
  const auto results = simulate(batch);
  for (std::size_t i = 0; i < batch.size(); ++i) take(points_[batch[i]], results[i]);
  ++rounds_;
}

void ParetoSearch::take(ParetoPoint& point, const std::optional<std::vector<double>>& numbers) {
  point.failed = !numbers;
  point.simulated = numbers;
  if (numbers) hold_bounds(point);
}

/// Widens the margin where the estimate was further off.
void ParetoSearch::hold_bounds(const ParetoPoint& point) {
  for (std::size_t v = 0; v < problem_.values; ++v) {
    const double number = (*point.simulated)[v];
    const Interval& e = point.estimate[v];
    double needed = 0;
    if (number > e.high && e.high > 0) needed = number / e.high - 1;
    if (number < e.low && number > 0) needed = e.low / number - 1;
    double& margin = problem_.margins[v];
    if (problem_.certain[v] || needed <= margin) continue;
    broken_.push_back({point.number, v, margin, 2 * needed});
    margin = 2 * needed;
  }
}

Interval ParetoSearch::interval(const ParetoPoint& point, std::size_t value) const {
  if (point.simulated) return {(*point.simulated)[value], (*point.simulated)[value]};
  const Interval& e = point.estimate[value];
  const double wider = problem_.certain[value] ? 1 : 1 + problem_.margins[value];
  return {e.low / wider, e.high * wider};
}

ParetoSearch::Range ParetoSearch::range(const ParetoPoint& point) const {
  Range range{{}, {}, true, true};
  for (const std::size_t v : problem_.objectives) {
    const Interval i = interval(point, v);
    range.best.push_back(i.low);
    range.worst.push_back(i.high);
  }
  for (const Limit& limit : problem_.limits) {
    const Interval i = interval(point, limit.value);
    range.may_keep_limits = range.may_keep_limits && i.low <= limit.most;
    range.keeps_limits = range.keeps_limits && i.high <= limit.most;
  }
  return range;
}

/// Points to simulate before the front is known: every other one is simulated, or nothing can be
/// learned from it.
std::vector<std::size_t> ParetoSearch::candidates() const {
  std::vector<Range> ranges;
  std::vector<Corner> worst;
  for (const ParetoPoint& point : points_) {
    ranges.push_back(range(point));
    if (!point.failed && ranges.back().keeps_limits) worst.push_back(ranges.back().worst);
  }
  const std::vector<std::size_t> strongest = pareto_front(worst);
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (points_[i].simulated || points_[i].failed || !ranges[i].may_keep_limits) continue;
    if (std::none_of(strongest.begin(), strongest.end(),
                     [&](std::size_t s) { return dominates(worst[s], ranges[i].best); }))
      result.push_back(i);
  }
  return result;
}

/// Of the candidates those that are best by the middle of their intervals: they pass over most
/// others once they are simulated.
std::vector<std::size_t> ParetoSearch::promising(const std::vector<std::size_t>& candidates) const {
  std::vector<Corner> middles;
  for (const std::size_t i : candidates) {
    const Range r = range(points_[i]);
    Corner middle;
    for (std::size_t o = 0; o < r.best.size(); ++o) middle.push_back((r.best[o] + r.worst[o]) / 2);
    middles.push_back(std::move(middle));
  }
  std::vector<std::size_t> result;
  for (const std::size_t i : pareto_front(middles)) result.push_back(candidates[i]);
  return result;
}

std::vector<std::size_t> ParetoSearch::front() const {
  std::vector<std::size_t> kept;
  std::vector<Corner> corners;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (!points_[i].simulated) continue;
    const Range r = range(points_[i]);
    if (!r.keeps_limits) continue;
    kept.push_back(i);
    corners.push_back(r.best);
  }
  std::vector<std::size_t> result;
  for (const std::size_t i : pareto_front(corners)) result.push_back(kept[i]);
  return result;
}

}  // namespace drnn
