#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/arith/network.hpp"

namespace drnn {

/// logits = weight * h + bias, in double and in the order of the indices. `h`: (steps, hidden)
/// row-major, real values. Returns (steps, classes) row-major. Throws std::invalid_argument where
/// h is not a multiple of the readout's hidden size.
std::vector<double> readout_logits(const Readout& readout, const std::vector<double>& h);

/// Greedy CTC: the largest logit of each step (the lowest class on a tie), repeats merged, blanks
/// dropped. Steps come in some at a time.
class GreedyCtc {
 public:
  /// Throws std::invalid_argument where there are no classes, or `blank` is none.
  GreedyCtc(int classes, int blank);

  /// (steps, classes) row-major. Throws std::invalid_argument where it is not that.
  void add(const std::vector<double>& logits);
  /// Of all steps so far.
  const std::vector<int>& decoded() const { return decoded_; }

 private:
  int classes_;
  int blank_;
  int previous_;
  std::vector<int> decoded_;
};

/// Levenshtein distance: insertions, deletions and substitutions, each of cost one.
std::int64_t edit_distance(const std::vector<int>& a, const std::vector<int>& b);

/// The label error of a set of sequences.
struct LabelError {
  std::int64_t edits = 0;
  std::int64_t labels = 0;  ///< in the references

  void add(const std::vector<int>& reference, const std::vector<int>& decoded);

  /// edits / labels, a fraction that may exceed 1; nullopt where the references are empty.
  std::optional<double> rate() const;
};

}  // namespace drnn
