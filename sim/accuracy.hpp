#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/arith/network.hpp"
#include "model/spool/spooled_values.hpp"

namespace drnn {

/// What a run's outputs are held against.
enum class Metric {
  ctc,         ///< label error by greedy CTC decoding
  class_last,  ///< classification error, decided by the last step
  class_mean,  ///< classification error, decided by the mean of the logits over all steps
  mse,         ///< mean squared error against target arrays
};

/// The option's value: ctc, class_last, class_mean, mse.
std::string_view to_string(Metric metric);
std::optional<Metric> metric_of(const std::string& name);

/// The metric and the truth of each sequence.
struct Scoring {
  Metric metric = Metric::ctc;
  int blank = 0;  ///< class of CTC's blank
  /// Of each sequence: its labels, or its one class.
  std::vector<std::vector<int>> labels;
  /// Of each sequence (rows, columns), as the network gives them: mse only.
  std::vector<SpooledValues<double>> targets;
};

/// How far outputs are from the truth. The rate does not depend on how sequences are grouped:
/// scores add.
struct Score {
  Metric metric = Metric::ctc;
  double amount = 0;        ///< edits, wrong decisions, or squared differences
  std::uint64_t count = 0;  ///< labels, sequences, or values

  void add(const Score& other);

  /// amount / count, a fraction that may exceed 1; nullopt where nothing was to be found.
  std::optional<double> value() const;
};

/// Some steps of the last layer's h, (steps, hidden) row-major, real values.
using States = std::vector<double>;

/// The last layer's h of one sequence, to be read some steps at a time.
struct StateSource {
  std::uint64_t steps = 0;
  std::function<States(std::uint64_t first, std::size_t steps)> read;
};

/// Scores sequence `index` of the scoring. The readout is applied to h as the network applies it;
/// without one the metric must be mse, on h itself.
Score score(const Scoring& scoring, const std::optional<Readout>& readout, std::size_t index,
            const StateSource& h);

}  // namespace drnn
