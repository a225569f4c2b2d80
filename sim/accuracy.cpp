#include "sim/accuracy.hpp"

namespace drnn {

LabelError label_error(const Readout& readout, const FixedFormat& activation,
                       const std::vector<std::int16_t>& outputs,
                       const std::vector<std::uint64_t>& steps,
                       const std::vector<std::vector<int>>& labels) {
  LabelError error;
  auto word = outputs.begin();
  for (std::size_t s = 0; s < steps.size(); ++s) {
    const auto end = word + static_cast<std::ptrdiff_t>(steps[s]) * readout.hidden;
    std::vector<double> h;
    for (; word != end; ++word) h.push_back(to_real(*word, activation));
    const std::vector<double> logits = readout_logits(readout, h);
    error.add(labels[s], greedy_ctc(logits, readout.classes, readout.classes - 1));
  }
  return error;
}

}  // namespace drnn
