#include "model/blocks/clocked_block.hpp"

namespace drnn {

std::vector<CauseCycles> ClockedBlock::cause_cycles() const {
  std::vector<CauseCycles> result;
  for (std::size_t i = 0; i < causes_.size(); ++i) result.push_back({causes_[i], cycles_of(i)});
  return result;
}

void ClockedBlock::clear_statistics() {
  cause_cycles_.assign(causes_.size(), 0);
  since_ = std::max(since_, link_->cycle);
}

void ClockedBlock::probe_cause(Signals& signals) const {
  signals.add<&ClockedBlock::last_cause>(*this, Moment::committed, {state("cause", causes_)});
}

}  // namespace drnn
