#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/arith/numeric_profile.hpp"
#include "sim/fidelity.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

/// Holds outputs against the workload's labels or targets and against the reference runs.
class Evaluation {
 public:
  using Outputs = SpooledValues<std::int16_t>;

  /// The workload and the profile are not copied and must outlive this.
  Evaluation(const LoadedWorkload& workload, const NumericProfile& profile, References references);

  /// Of sequence `index` alone; its outputs are (steps, hidden).
  Fidelity fidelity(std::size_t index, const Outputs& outputs) const;
  /// Only where the workload has labels or targets.
  Score score(std::size_t index, const Outputs& outputs) const;

  /// Of all sequences, whose outputs lie one after another.
  Fidelity fidelity(const Outputs& outputs) const;
  std::optional<Accuracy> accuracy(const Outputs& outputs) const;

  /// Words that sequence `index` gives.
  std::uint64_t words(std::size_t index) const;

 private:
  Score score(std::size_t index, const StateSource& h) const;
  std::size_t hidden() const;

  const LoadedWorkload& workload_;
  const NumericProfile& profile_;
  const References references_;
  Score theta0_, trained_;  ///< of all sequences
};

}  // namespace drnn
