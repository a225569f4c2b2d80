#include "model/blocks/clocked_block.hpp"

namespace drnn {

std::vector<CauseCycles> ClockedBlock::cause_cycles() const {
  std::vector<CauseCycles> result;
  for (std::size_t i = 0; i < causes_.size(); ++i) result.push_back({causes_[i], cause_cycles_[i]});
  return result;
}

}  // namespace drnn
