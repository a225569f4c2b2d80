#include "sim/accuracy.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "model/spool/stretches.hpp"
#include "sim/formats/ctc.hpp"

namespace drnn {

namespace {

constexpr std::array<std::string_view, 4> kNames = {"ctc", "class_last", "class_mean", "mse"};

/// Calls with some steps of h after the other.
template <class Part>
void for_each_part(const StateSource& h, std::size_t hidden, Part part) {
  for_each_stretch(h.steps, hidden,
                   [&](std::uint64_t first, std::size_t steps) { part(h.read(first, steps)); });
}

States mean_row(const StateSource& h, std::size_t hidden) {
  States mean(hidden, 0.0);
  for_each_part(h, hidden, [&](const States& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) mean[i % hidden] += rows[i];
  });
  for (double& value : mean) value /= static_cast<double>(h.steps);
  return mean;
}

States last_row(const StateSource& h) {
  return h.read(h.steps - 1, 1);
}

/// The lowest class of those with the largest logit.
int decision(const std::vector<double>& logits) {
  return static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

Score ctc_score(const Scoring& scoring, const Readout& readout, std::size_t index,
                const StateSource& h) {
  GreedyCtc decoder(readout.classes, scoring.blank);
  for_each_part(h, static_cast<std::size_t>(readout.hidden),
                [&](const States& rows) { decoder.add(readout_logits(readout, rows)); });
  LabelError error;
  error.add(scoring.labels[index], decoder.decoded());
  return {Metric::ctc, static_cast<double>(error.edits), static_cast<std::uint64_t>(error.labels)};
}

Score class_score(const Scoring& scoring, const Readout& readout, std::size_t index,
                  const StateSource& h) {
  const States row = scoring.metric == Metric::class_mean
                         ? mean_row(h, static_cast<std::size_t>(readout.hidden))
                         : last_row(h);
  const bool right = decision(readout_logits(readout, row)) == scoring.labels[index].at(0);
  return {scoring.metric, right ? 0.0 : 1.0, 1};
}

/// Squared differences of what the network gives from a sequence's targets.
class SquaredError {
 public:
  explicit SquaredError(const SpooledValues<double>& target) : target_(target) {}

  void add(const std::vector<double>& output) {
    if (at_ + output.size() > target_.size()) mismatch();
    const std::vector<double> target = target_.read(at_, output.size());
    for (std::size_t i = 0; i < output.size(); ++i)
      sum_ += (output[i] - target[i]) * (output[i] - target[i]);
    at_ += output.size();
  }
  Score score() const {
    if (at_ != target_.size()) mismatch();
    return {Metric::mse, sum_, at_};
  }

 private:
  [[noreturn]] static void mismatch() {
    throw std::invalid_argument("score: targets do not have the outputs' size");
  }

  const SpooledValues<double>& target_;
  double sum_ = 0;
  std::uint64_t at_ = 0;
};

/// Of the network's readout of h where it has one.
Score mse_score(const Scoring& scoring, const std::optional<Readout>& readout, std::size_t index,
                const StateSource& h) {
  SquaredError error(scoring.targets[index]);
  if (readout && readout->steps == ReadoutSteps::last) {
    error.add(readout_logits(*readout, last_row(h)));
  } else if (readout && readout->steps == ReadoutSteps::mean) {
    error.add(readout_logits(*readout, mean_row(h, static_cast<std::size_t>(readout->hidden))));
  } else {
    const std::size_t hidden = readout ? static_cast<std::size_t>(readout->hidden) : 1;
    for_each_part(h, hidden, [&](const States& rows) {
      error.add(readout ? readout_logits(*readout, rows) : rows);
    });
  }
  return error.score();
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
            const StateSource& h) {
  if (scoring.metric == Metric::mse) return mse_score(scoring, readout, index, h);
  if (!readout) throw std::invalid_argument("score: a metric of classes needs a readout");
  if (scoring.metric == Metric::ctc) return ctc_score(scoring, *readout, index, h);
  return class_score(scoring, *readout, index, h);
}

}  // namespace drnn
