#pragma once

#include <cstddef>

namespace drnn::test {

/// Lowers one field after another as long as the check still fails; returns the smallest failing
/// case. Case::shrinkable() gives a pair for each field: the field and the least value of it.
/// check(case): empty if all is well, otherwise the fault.
template <class Case, class Check>
Case shrink(Case failing, const Check& check) {
  const auto fails_with = [&](std::size_t field, bool halve) {
    Case candidate = failing;
    const auto [value, least] = candidate.shrinkable()[field];
    if (*value <= least) return false;
    *value = halve ? least + (*value - least) / 2 : *value - 1;
    if (check(candidate).empty()) return false;
    failing = candidate;
    return true;
  };
  for (bool smaller = true; smaller;) {
    smaller = false;
    const std::size_t fields = failing.shrinkable().size();
    for (std::size_t i = 0; i < fields; ++i)
      if (fails_with(i, true) || fails_with(i, false)) smaller = true;
  }
  return failing;
}

}  // namespace drnn::test
