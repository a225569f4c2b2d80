#include "sim/evaluation.hpp"

#include <utility>

namespace drnn {

Evaluation::Evaluation(const LoadedWorkload& workload, const NumericProfile& profile,
                       References references)
    : workload_(workload), profile_(profile), references_(std::move(references)) {
  if (!workload_.scoring) return;
  for (std::size_t i = 0; i < workload_.sequences.size(); ++i) {
    theta0_.add(score(i, references_.theta0(i)));
    trained_.add(score(i, references_.trained(i)));
  }
}

Fidelity Evaluation::fidelity(std::size_t index, const std::int16_t* outputs) const {
  return references_.compare(index, outputs);
}

Score Evaluation::score(std::size_t index, const std::int16_t* outputs) const {
  return score(index, real_states(outputs, words(index), profile_.activation));
}

Score Evaluation::score(std::size_t index, const States& h) const {
  return drnn::score(*workload_.scoring, workload_.trained.readout, index, h);
}

Fidelity Evaluation::fidelity(const std::vector<std::int16_t>& outputs) const {
  Fidelity sum;
  const std::int16_t* at = outputs.data();
  for (std::size_t i = 0; i < workload_.sequences.size(); at += words(i), ++i)
    sum.add(fidelity(i, at));
  return sum;
}

std::optional<Accuracy> Evaluation::accuracy(const std::vector<std::int16_t>& outputs) const {
  if (!workload_.scoring) return std::nullopt;
  Accuracy result{{}, theta0_, trained_};
  const std::int16_t* at = outputs.data();
  for (std::size_t i = 0; i < workload_.sequences.size(); at += words(i), ++i)
    result.run.add(score(i, at));
  return result;
}

std::size_t Evaluation::words(std::size_t index) const {
  return workload_.sequences[index].steps *
         static_cast<std::size_t>(workload_.network.layers.back().hidden);
}

}  // namespace drnn
