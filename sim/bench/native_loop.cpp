#include "sim/bench/native_loop.hpp"

#include <cstddef>

namespace drnn {

namespace {

class Sender {
 public:
  Sender(const NumericProfile& profile, const DeltaSettings& settings, SentColumns& sent)
      : profile_(profile), settings_(settings), sent_(sent) {}

  void offer(std::int16_t value, std::int32_t theta, std::int16_t& reference, std::size_t column) {
    const std::int32_t change = delta(value, reference, profile_);
    if (settings_.skip && !fires(change, theta, profile_)) return;
    reference = value;
    sent_.columns.push_back(static_cast<std::uint32_t>(column));
    sent_.deltas.push_back(change);
  }

 private:
  const NumericProfile& profile_;
  const DeltaSettings& settings_;
  SentColumns& sent_;
};

}  // namespace

void append_sent_columns(const QuantisedLayer& layer, const NumericProfile& profile,
                         const DeltaSettings& settings, const std::vector<std::int16_t>& inputs,
                         const std::int16_t* outputs, SentColumns& sent) {
  const auto width = static_cast<std::size_t>(layer.inputs);
  const auto hidden = static_cast<std::size_t>(layer.hidden);
  std::vector<std::int16_t> x_sent(width, 0), h_sent(hidden, 0), h(hidden, 0);
  Sender sender(profile, settings, sent);
  for (std::size_t at = 0; at < inputs.size(); at += width, outputs += hidden) {
    for (std::size_t i = 0; i < width; ++i)
      sender.offer(inputs[at + i], settings.theta_x, x_sent[i],
                   static_cast<std::size_t>(layer.x_column(static_cast<int>(i))));
    for (std::size_t i = 0; i < hidden; ++i)
      sender.offer(h[i], settings.theta_h, h_sent[i],
                   static_cast<std::size_t>(layer.h_column(static_cast<int>(i))));
    h.assign(outputs, outputs + hidden);
  }
}

namespace {

// Functions and no template: for templates gcc makes no clones. AVX2 where the machine has it, as
// the model has.
__attribute__((target_clones("avx2", "default"))) void add_column(std::int64_t* sums,
                                                                  const std::int16_t* weights,
                                                                  std::int32_t delta,
                                                                  std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i) sums[i] += weights[i] * delta;
}

__attribute__((target_clones("avx2", "default"))) void add_column(std::int32_t* sums,
                                                                  const std::int8_t* weights,
                                                                  std::int32_t delta,
                                                                  std::size_t rows) {
  // Unsigned, because the sums wrap.
  for (std::size_t i = 0; i < rows; ++i)
    sums[i] = static_cast<std::int32_t>(static_cast<std::uint32_t>(sums[i]) +
                                        static_cast<std::uint32_t>(weights[i] * delta));
}

}  // namespace

template <class Weight, class Accumulator>
void NativeLoop<Weight, Accumulator>::run(const SentColumns& sent) {
  for (std::size_t c = 0; c < sent.columns.size(); ++c)
    add_column(accumulators_.data(), weights_.data() + sent.columns[c] * rows_, sent.deltas[c],
               rows_);
}

template <class Weight, class Accumulator>
std::uint64_t NativeLoop<Weight, Accumulator>::checksum() const {
  std::uint64_t sum = 0;
  for (const Accumulator a : accumulators_) sum = sum * 31 + static_cast<std::uint64_t>(a);
  return sum;
}

template class NativeLoop<std::int16_t, std::int64_t>;
template class NativeLoop<std::int8_t, std::int32_t>;

}  // namespace drnn
