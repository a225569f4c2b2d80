#include "sim/sweep/requirements.hpp"

#include "model/config/value_text.hpp"
#include "sim/search/quantities.hpp"

namespace drnn {

namespace {

std::string misfit_text(const Resources& r, const Parameters& p) {
  const ResourceUse& most = r.limiting();
  return "does not fit " + p.device.name + ": " + most.name + " " + number_text(most.used) +
         " of " + std::to_string(most.available);
}

}  // namespace

std::string broken_limit(const std::vector<Limit>& limits, const Resources& r,
                         const Parameters& p) {
  RunRecord design;
  design.resources = r;
  design.parameters = p;
  std::vector<Limit> known;
  for (const Limit& limit : limits)
    if (is_of_design(limit.value)) known.push_back(limit);
  return broken_limit(known, design);
}

std::string broken_limit(const std::vector<Limit>& limits, const RunRecord& record) {
  const std::vector<double> numbers = quantities_of(record);
  for (const Limit& limit : limits) {
    if (numbers[limit.value] <= limit.most) continue;
    if (limit.value == misfit_index()) return misfit_text(record.resources, record.parameters);
    return std::string(quantities()[limit.value].name) + " " + number_text(numbers[limit.value]) +
           " exceeds " + number_text(limit.most);
  }
  return "";
}

}  // namespace drnn
