#include "sim/search/pareto_front.hpp"

#include <algorithm>

namespace drnn {

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  bool smaller = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    smaller = smaller || a[i] < b[i];
  }
  return smaller;
}

void ParetoFront::add(std::uint64_t number, const std::vector<double>& values) {
  if (dominates(values)) return;
  members_.erase(
      std::remove_if(members_.begin(), members_.end(),
                     [&](const Member& member) { return drnn::dominates(values, member.values); }),
      members_.end());
  members_.push_back({number, values});
}

bool ParetoFront::dominates(const std::vector<double>& values) const {
  return std::any_of(members_.begin(), members_.end(),
                     [&](const Member& member) { return drnn::dominates(member.values, values); });
}

bool ParetoFront::reaches(const std::vector<double>& values) const {
  return std::any_of(members_.begin(), members_.end(), [&](const Member& member) {
    return member.values == values || drnn::dominates(member.values, values);
  });
}

std::vector<std::uint64_t> ParetoFront::numbers() const {
  std::vector<std::uint64_t> numbers;
  for (const Member& member : members_) numbers.push_back(member.number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace drnn
