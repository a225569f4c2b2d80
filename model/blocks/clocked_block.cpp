#include "model/blocks/clocked_block.hpp"

namespace drnn {

std::vector<CauseCycles> ClockedBlock::cause_cycles() const {
  std::vector<CauseCycles> result;
  for (std::size_t i = 0; i < causes_.size(); ++i) result.push_back({causes_[i], cause_cycles_[i]});
  return result;
}

void ClockedBlock::probe_cause(Signals& signals) const {
  signals.add<&ClockedBlock::cause_>(*this, Moment::committed, {state("cause", causes_)});
}

}  // namespace drnn
