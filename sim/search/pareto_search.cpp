#include "sim/search/pareto_search.hpp"

#include <utility>

namespace drnn {

ParetoSearch::ParetoSearch(const ParetoProblem& problem, PointTable points)
    : problem_(problem), points_(std::move(points)) {}

void ParetoSearch::run(const Simulate& simulate) {
  for (Numbers left = candidates(); !left.empty(); left = candidates())
    run_round(promising(left), simulate);
}

void ParetoSearch::run_all(const Simulate& simulate) {
  Numbers all;
  points_.for_each([&](const ParetoPoint& point) { all.push_back(point.number); });
  run_round(all, simulate);
}

/// Bounds are held in the points' order, not in that in which they are told of.
void ParetoSearch::run_round(const Numbers& batch, const Simulate& simulate) {
  simulate(batch, [this](std::uint64_t number, const std::optional<std::vector<double>>& numbers) {
    ParetoPoint point = points_.point(number);
    point.failed = !numbers;
    point.simulated = numbers;
    points_.set(point);
  });
  for (const std::uint64_t number : batch) {
    const ParetoPoint point = points_.point(number);
    if (point.simulated) hold_bounds(point);
  }
  ++rounds_;
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

/// The worst that points which surely keep the limits may be, as far as it matters.
ParetoFront ParetoSearch::strongest() {
  ParetoFront front;
  points_.for_each([&](const ParetoPoint& point) {
    const Range r = range(point);
    if (!point.failed && r.keeps_limits && !front.reaches(r.worst))
      front.add(point.number, r.worst);
  });
  return front;
}

/// Points to simulate before the front is known: every other one is simulated, or nothing can be
/// learned from it.
ParetoSearch::Numbers ParetoSearch::candidates() {
  const ParetoFront stronger = strongest();
  Numbers result;
  points_.for_each([&](const ParetoPoint& point) {
    if (point.simulated || point.failed) return;
    const Range r = range(point);
    if (r.may_keep_limits && !stronger.dominates(r.best)) result.push_back(point.number);
  });
  return result;
}

/// Of the candidates those that are best by the middle of their intervals: they pass over most
/// others once they are simulated.
ParetoSearch::Numbers ParetoSearch::promising(const Numbers& candidates) {
  ParetoFront front;
  for (const std::uint64_t number : candidates) {
    const Range r = range(points_.point(number));
    Corner middle;
    for (std::size_t o = 0; o < r.best.size(); ++o) middle.push_back((r.best[o] + r.worst[o]) / 2);
    front.add(number, middle);
  }
  return front.numbers();
}

ParetoSearch::Numbers ParetoSearch::front() {
  ParetoFront front;
  points_.for_each([&](const ParetoPoint& point) {
    if (!point.simulated) return;
    const Range r = range(point);
    if (r.keeps_limits) front.add(point.number, r.best);
  });
  return front.numbers();
}

}  // namespace drnn
