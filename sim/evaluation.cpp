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

Fidelity Evaluation::fidelity(std::size_t index, const Outputs& outputs) const {
  return references_.compare(index, outputs);
}

Score Evaluation::score(std::size_t index, const Outputs& outputs) const {
  return score(index, real_states(outputs, hidden(), profile_.activation));
}

Score Evaluation::score(std::size_t index, const StateSource& h) const {
  return drnn::score(*workload_.scoring, workload_.trained.readout, index, h);
}

Fidelity Evaluation::fidelity(const Outputs& outputs) const {
  Fidelity sum;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < workload_.sequences.size(); at += words(i), ++i)
    sum.add(fidelity(i, outputs.part(at, words(i))));
  return sum;
}

std::optional<Accuracy> Evaluation::accuracy(const Outputs& outputs) const {
  if (!workload_.scoring) return std::nullopt;
  Accuracy result{{}, theta0_, trained_};
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < workload_.sequences.size(); at += words(i), ++i)
    result.run.add(score(i, outputs.part(at, words(i))));
  return result;
}

std::uint64_t Evaluation::words(std::size_t index) const {
  return workload_.sequences[index].steps * hidden();
}

std::size_t Evaluation::hidden() const {
  return static_cast<std::size_t>(workload_.network.layers.back().hidden);
}

}  // namespace drnn
