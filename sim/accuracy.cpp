#include "sim/accuracy.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sim/formats/ctc.hpp"

namespace drnn {

namespace {

constexpr std::array<std::string_view, 4> kNames = {"ctc", "class_last", "class_mean", "mse"};

/// (rows, columns) row-major: the mean of each column.
std::vector<double> mean_row(const std::vector<double>& values, std::size_t columns) {
  std::vector<double> mean(columns, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) mean[i % columns] += values[i];
  const auto rows = static_cast<double>(values.size() / columns);
  for (double& value : mean) value /= rows;
  return mean;
}

std::vector<double> last_row(const std::vector<double>& values, std::size_t columns) {
  return {values.end() - static_cast<std::ptrdiff_t>(columns), values.end()};
}

/// The lowest class of those with the largest logit.
int decision(const std::vector<double>& logits) {
  return static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

Score ctc_score(const Scoring& scoring, const Readout& readout, std::size_t index,
                const States& h) {
  LabelError error;
  error.add(scoring.labels[index],
            greedy_ctc(readout_logits(readout, h), readout.classes, scoring.blank));
  return {Metric::ctc, static_cast<double>(error.edits), static_cast<std::uint64_t>(error.labels)};
}

Score class_score(const Scoring& scoring, const Readout& readout, std::size_t index,
                  const States& h) {
  const auto hidden = static_cast<std::size_t>(readout.hidden);
  const States row =
      scoring.metric == Metric::class_mean ? mean_row(h, hidden) : last_row(h, hidden);
  const bool right = decision(readout_logits(readout, row)) == scoring.labels[index].at(0);
  return {scoring.metric, right ? 0.0 : 1.0, 1};
}

/// What the network gives: its readout of h where it has one.
std::vector<double> network_output(const std::optional<Readout>& readout, const States& h) {
  if (!readout) return h;
  const auto hidden = static_cast<std::size_t>(readout->hidden);
  switch (readout->steps) {
    case ReadoutSteps::each:
      return readout_logits(*readout, h);
    case ReadoutSteps::last:
      return readout_logits(*readout, last_row(h, hidden));
    case ReadoutSteps::mean:
      return readout_logits(*readout, mean_row(h, hidden));
  }
  return {};
}

Score mse_score(const Scoring& scoring, const std::optional<Readout>& readout, std::size_t index,
                const States& h) {
  const std::vector<double> output = network_output(readout, h);
  const std::vector<double>& target = scoring.targets[index];
  if (output.size() != target.size())
    throw std::invalid_argument("score: targets do not have the outputs' size");
  Score result{Metric::mse, 0.0, output.size()};
  for (std::size_t i = 0; i < output.size(); ++i)
    result.amount += (output[i] - target[i]) * (output[i] - target[i]);
  return result;
}

}  // namespace

std::string_view to_string(Metric metric) {
  return kNames[static_cast<std::size_t>(metric)];
}

std::optional<Metric> metric_of(const std::string& name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Metric>(found - kNames.begin());
}

void Score::add(const Score& other) {
  metric = other.metric;
  amount += other.amount;
  count += other.count;
}

std::optional<double> Score::value() const {
  if (count == 0) return std::nullopt;
  return amount / static_cast<double>(count);
}

Score score(const Scoring& scoring, const std::optional<Readout>& readout, std::size_t index,
            const States& h) {
  if (scoring.metric == Metric::mse) return mse_score(scoring, readout, index, h);
  if (!readout) throw std::invalid_argument("score: a metric of classes needs a readout");
  if (scoring.metric == Metric::ctc) return ctc_score(scoring, *readout, index, h);
  return class_score(scoring, *readout, index, h);
}

}  // namespace drnn
