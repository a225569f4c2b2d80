#include "sim/tune_search.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "sim/formats/random.hpp"

namespace drnn {

namespace {

constexpr std::size_t kFinalists = 8;  ///< pairs that are worth a run on all sequences

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(seed);
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
  return order;
}

/// How often pairs and sequences can be halved before few pairs, or one sequence, remain.
int halvings(std::size_t pairs, std::size_t sequences) {
  int count = 0;
  for (; pairs > kFinalists && sequences > 1; pairs = (pairs + 1) / 2, sequences /= 2) ++count;
  return count;
}

bool more_accurate(const Trial& a, const Trial& b) {
  if (a.error != b.error) return a.error < b.error;
  if (a.cycles != b.cycles) return a.cycles < b.cycles;
  return a.thresholds < b.thresholds;
}

/// `value` with those next to it.
std::vector<std::int32_t> around(const std::vector<std::int32_t>& values, std::int32_t value) {
  const auto at = std::find(values.begin(), values.end(), value);
  return {at == values.begin() ? at : at - 1, at + 1 == values.end() ? at + 1 : at + 2};
}

}  // namespace

TuneSearch::TuneSearch(TuneGrid grid, std::size_t sequences, double max_error, std::uint64_t seed)
    : grid_(std::move(grid)), max_error_(max_error), order_(shuffled(sequences, seed)) {
  if (grid_.x.empty() || grid_.h.empty() || sequences == 0)
    throw std::invalid_argument("tune: nothing to search");
}

TuneResult TuneSearch::run(const Run& run, const Report& report) {
  TuneResult result;
  std::vector<Thresholds> pairs;
  for (const std::int32_t x : grid_.x)
    for (const std::int32_t h : grid_.h) pairs.push_back({x, h});
  for (int left = halvings(pairs.size(), order_.size());; --left) {
    const std::size_t sequences = (order_.size() + (std::size_t{1} << left) - 1) >> left;
    result.rounds.push_back({pairs.size(), sequences});
    report(result.rounds.size(), result.rounds.back());
    std::vector<Trial> trials = run_all(pairs, sequences, run);
    if (left == 0) {
      result.trials = std::move(trials);
      break;
    }
    pairs = survivors(std::move(trials));
  }
  climb(result, run);
  std::sort(result.trials.begin(), result.trials.end(),
            [](const Trial& a, const Trial& b) { return a.thresholds < b.thresholds; });
  result.frontier = pareto_frontier(result.trials);
  result.choice = choose(result.trials);
  return result;
}

std::vector<Trial> TuneSearch::run_all(const std::vector<Thresholds>& pairs, std::size_t sequences,
                                       const Run& run) const {
  // All sequences run in their own order, as they do without a search: cycles are then the same.
  std::vector<std::size_t> taken(order_.begin(),
                                 order_.begin() + static_cast<std::ptrdiff_t>(sequences));
  std::sort(taken.begin(), taken.end());
  std::vector<Trial> trials;
  for (const Thresholds& pair : pairs) trials.push_back(run(pair, taken));
  return trials;
}

bool TuneSearch::better(const Trial& a, const Trial& b, double budget) const {
  const double excess_a = std::max(0.0, a.error - budget);
  const double excess_b = std::max(0.0, b.error - budget);
  if (excess_a != excess_b) return excess_a < excess_b;
  if (a.cycles != b.cycles) return a.cycles < b.cycles;
  return more_accurate(a, b);
}

std::vector<Thresholds> TuneSearch::survivors(std::vector<Trial> trials) const {
  const std::size_t places = std::max((trials.size() + 1) / 2, std::min(kFinalists, trials.size()));
  std::vector<Thresholds> kept{{grid_.x.front(), grid_.h.front()}};
  const auto fill = [&](std::size_t until, double budget) {
    std::sort(trials.begin(), trials.end(),
              [&](const Trial& a, const Trial& b) { return better(a, b, budget); });
    for (const Trial& trial : trials) {
      if (kept.size() >= until) return;
      if (std::find(kept.begin(), kept.end(), trial.thresholds) == kept.end())
        kept.push_back(trial.thresholds);
    }
  };
  fill(places / 2 + 1, max_error_);
  fill(places, max_error_ / 2);
  return kept;
}

std::vector<Thresholds> TuneSearch::neighbours(const Thresholds& of) const {
  std::vector<Thresholds> result;
  for (const std::int32_t x : around(grid_.x, of.x))
    for (const std::int32_t h : around(grid_.h, of.h))
      if (x > of.x || h > of.h) result.push_back({x, h});
  return result;
}

void TuneSearch::climb(TuneResult& result, const Run& run) const {
  for (std::optional<Trial> at = choose(result.trials); at;) {
    std::vector<Thresholds> untried;
    for (const Thresholds& pair : neighbours(at->thresholds)) {
      const bool tried = std::any_of(result.trials.begin(), result.trials.end(),
                                     [&](const Trial& trial) { return trial.thresholds == pair; });
      if (!tried) untried.push_back(pair);
    }
    if (untried.empty()) return;
    const std::vector<Trial> trials = run_all(untried, order_.size(), run);
    result.neighbours += trials.size();
    result.trials.insert(result.trials.end(), trials.begin(), trials.end());
    const std::optional<Trial> next = choose(result.trials);
    if (next->thresholds == at->thresholds) return;
    at = next;
  }
}

std::optional<Trial> TuneSearch::choose(const std::vector<Trial>& trials) const {
  const auto best =
      std::min_element(trials.begin(), trials.end(),
                       [this](const Trial& a, const Trial& b) { return better(a, b, max_error_); });
  if (best == trials.end() || best->error > max_error_) return std::nullopt;
  return *best;
}

std::vector<Trial> pareto_frontier(std::vector<Trial> trials) {
  std::sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return a.cycles != b.cycles ? a.cycles < b.cycles : more_accurate(a, b);
  });
  std::vector<Trial> frontier;
  for (const Trial& trial : trials)
    if (frontier.empty() || trial.error < frontier.back().error) frontier.push_back(trial);
  return frontier;
}

}  // namespace drnn
