#include "model/stats/cycle_account.hpp"

#include <numeric>

namespace drnn {

std::uint64_t sum(const CauseCycleCounts& causes) {
  return std::accumulate(causes.begin(), causes.end(), std::uint64_t{0});
}

std::uint64_t StepAccount::cycles() const {
  return sum(causes) - causes[index_of(CycleCause::reset)];
}

void CycleAccount::end_step(std::uint64_t columns) {
  book_before(next_ + 1);
  if (!keep_steps_) return;
  StepAccount step{columns - ended_.columns, causes_};
  for (std::size_t i = 0; i < kCycleCauseCount; ++i) step.causes[i] -= ended_.causes[i];
  steps_.push_back(step);
  ended_ = {columns, causes_};
}

}  // namespace drnn
