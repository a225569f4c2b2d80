#include "sim/fidelity.hpp"

#include <algorithm>
#include <cmath>

#include "model/arith/delta_gru.hpp"
#include "model/arith/float_gru.hpp"

namespace drnn {

void HError::add(double difference) {
  squares_ += difference * difference;
  max_ = std::max(max_, std::fabs(difference));
  ++values_;
}

void HError::add(const HError& other) {
  squares_ += other.squares_;
  max_ = std::max(max_, other.max_);
  values_ += other.values_;
}

double HError::rms() const {
  return values_ == 0 ? 0.0 : std::sqrt(squares_ / static_cast<double>(values_));
}

void Fidelity::add(const Fidelity& other) {
  vs_theta0.add(other.vs_theta0);
  vs_float.add(other.vs_float);
}

References::References(const Source& source, const NumericProfile& profile,
                       const std::function<void()>& each_step)
    : profile_(profile) {
  run_theta0(source, each_step);
  run_trained(source, each_step);
}

void References::run_theta0(const Source& source, const std::function<void()>& each_step) {
  DeltaGruNetwork gru(*source.network, profile_, {0, 0, true});
  const auto inputs = static_cast<std::size_t>(source.network->layers.front().inputs);
  const auto hidden = static_cast<std::size_t>(source.network->layers.back().hidden);
  for (const InputSequence& sequence : *source.sequences) {
    std::vector<std::int16_t>& outputs = theta0_.emplace_back();
    outputs.reserve(sequence.steps * hidden);
    gru.reset();
    for (std::uint64_t step = 0; step < sequence.steps; ++step) {
      const auto x = sequence.words.begin() + static_cast<std::ptrdiff_t>(step * inputs);
      const std::vector<std::int32_t> words(x, x + static_cast<std::ptrdiff_t>(inputs));
      for (const std::int32_t h : gru.step(words.data()))
        outputs.push_back(static_cast<std::int16_t>(h));
      each_step();
    }
  }
}

void References::run_trained(const Source& source, const std::function<void()>& each_step) {
  FloatGru gru(*source.trained);
  const auto inputs = static_cast<std::size_t>(source.trained->layers.front().inputs);
  const auto hidden = static_cast<std::size_t>(source.trained->layers.back().hidden);
  for (const std::vector<double>& features : *source.features) {
    std::vector<float>& outputs = trained_.emplace_back();
    outputs.reserve(features.size() / inputs * hidden);
    gru.reset();
    for (std::size_t at = 0; at < features.size(); at += inputs) {
      for (const double h : gru.step(features.data() + at))
        outputs.push_back(static_cast<float>(h));
      each_step();
    }
  }
}

Fidelity References::compare(std::size_t index, const std::int16_t* outputs) const {
  const std::vector<std::int16_t>& theta0 = theta0_[index];
  const std::vector<float>& trained = trained_[index];
  const double unit = to_real(1, profile_.activation);  // a power of two: products are exact
  Fidelity fidelity;
  for (std::size_t i = 0; i < theta0.size(); ++i) {
    const double h = outputs[i] * unit;
    fidelity.vs_theta0.add(h - theta0[i] * unit);
    fidelity.vs_float.add(h - static_cast<double>(trained[i]));
  }
  return fidelity;
}

States References::theta0(std::size_t index) const {
  return real_states(theta0_[index].data(), theta0_[index].size(), profile_.activation);
}

States References::trained(std::size_t index) const {
  return {trained_[index].begin(), trained_[index].end()};
}

States real_states(const std::int16_t* outputs, std::size_t count, const FixedFormat& format) {
  States states;
  states.reserve(count);
  const double unit = to_real(1, format);
  for (std::size_t i = 0; i < count; ++i) states.push_back(outputs[i] * unit);
  return states;
}

}  // namespace drnn
