#include "model/stats/sensitivity.hpp"

#include <algorithm>

namespace drnn {

std::vector<Sensitivity> sensitivity_of(const AccessCounts& counts, const EnergyPrices& prices) {
  std::vector<Sensitivity> result;
  EnergyPrices trial = prices;
  const auto power = [&](const EnergyEntry& entry, double value) {
    trial.change(entry.key, value);
    const double watts = energy_of(counts, trial).power_w();
    trial.change(entry.key, entry.value);
    return watts;
  };
  for (const EnergyEntry& entry : prices.entries())
    if (entry.range)
      result.push_back({entry, power(entry, entry.range->low), power(entry, entry.range->high)});
  std::sort(result.begin(), result.end(), [](const Sensitivity& a, const Sensitivity& b) {
    if (a.swing_w() != b.swing_w()) return a.swing_w() > b.swing_w();
    return a.entry.key < b.entry.key;
  });
  return result;
}

PowerRange power_range(const AccessCounts& counts, const EnergyPrices& prices,
                       const std::vector<Sensitivity>& sensitivities) {
  EnergyPrices least = prices, most = prices;
  for (const Sensitivity& s : sensitivities) {
    const bool rises = s.low_w <= s.high_w;
    const EnergyEntry::Range range = *s.entry.range;
    least.change(s.entry.key, rises ? range.low : range.high);
    most.change(s.entry.key, rises ? range.high : range.low);
  }
  return {energy_of(counts, least).power_w(), energy_of(counts, most).power_w()};
}

}  // namespace drnn
