#include "sim/formats/ctc.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace drnn {
namespace {

double logit(const Readout& readout, std::size_t row, const double* h) {
  const auto hidden = static_cast<std::size_t>(readout.hidden);
  double sum = readout.bias[row];
  for (std::size_t i = 0; i < hidden; ++i) sum += readout.weight[row * hidden + i] * h[i];
  return sum;
}

}  // namespace

std::vector<double> readout_logits(const Readout& readout, const std::vector<double>& h) {
  const auto hidden = static_cast<std::size_t>(readout.hidden);
  const auto classes = static_cast<std::size_t>(readout.classes);
  if (hidden == 0 || h.size() % hidden != 0) {
    throw std::invalid_argument("readout_logits: h is not (steps, hidden)");
  }
  std::vector<double> logits;
  logits.reserve(h.size() / hidden * classes);
  for (std::size_t at = 0; at < h.size(); at += hidden) {
    for (std::size_t row = 0; row < classes; ++row) {
      logits.push_back(logit(readout, row, h.data() + at));
    }
  }
  return logits;
}

GreedyCtc::GreedyCtc(int classes, int blank) : classes_(classes), blank_(blank), previous_(blank) {
  if (classes < 1) throw std::invalid_argument("GreedyCtc: there are no classes");
  if (blank < 0 || blank >= classes) throw std::invalid_argument("GreedyCtc: blank is no class");
}

void GreedyCtc::add(const std::vector<double>& logits) {
  if (logits.size() % static_cast<std::size_t>(classes_) != 0)
    throw std::invalid_argument("GreedyCtc: logits are not (steps, classes)");
  for (auto step = logits.begin(); step != logits.end(); step += classes_) {
    const auto best = static_cast<int>(std::max_element(step, step + classes_) - step);
    if (best != previous_ && best != blank_) decoded_.push_back(best);
    previous_ = best;
  }
}

std::int64_t edit_distance(const std::vector<int>& a, const std::vector<int>& b) {
  // row[j] = distance between the first i labels of a and the first j of b.
  std::vector<std::int64_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (const int label : a) {
    std::int64_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::int64_t substituted = diagonal + (label == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

void LabelError::add(const std::vector<int>& reference, const std::vector<int>& decoded) {
  edits += edit_distance(reference, decoded);
  labels += static_cast<std::int64_t>(reference.size());
}

std::optional<double> LabelError::rate() const {
  if (labels == 0) return std::nullopt;
  return static_cast<double>(edits) / static_cast<double>(labels);
}

}  // namespace drnn
