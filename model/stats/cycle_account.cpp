#include "model/stats/cycle_account.hpp"

#include <numeric>

namespace drnn {

std::uint64_t sum(const CauseCycleCounts& causes) {
  return std::accumulate(causes.begin(), causes.end(), std::uint64_t{0});
}

std::uint64_t StepAccount::cycles() const {
  return sum(causes) - causes[index_of(CycleCause::reset)];
}

CycleAccount::CycleAccount(bool keep_steps)
    : steps_(keep_steps ? std::make_shared<Spool<StepAccount>>() : nullptr) {}

void CycleAccount::end_step(std::uint64_t now, std::uint64_t columns) {
  book_before(now + 1);
  if (!steps_) return;
  StepAccount step{columns - ended_.columns, causes_};
  for (std::size_t i = 0; i < kCycleCauseCount; ++i) step.causes[i] -= ended_.causes[i];
  steps_->append(step);
  ended_ = {columns, causes_};
}

SpooledValues<StepAccount> CycleAccount::steps() const {
  if (!steps_) return {};
  return {steps_, 0, steps_->size()};
}

}  // namespace drnn
