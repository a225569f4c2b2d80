#include "sim/fidelity.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "model/arith/delta_gru.hpp"
#include "model/arith/float_gru.hpp"
#include "model/spool/rows.hpp"

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
    : profile_(profile), hidden_(static_cast<std::size_t>(source.network->layers.back().hidden)) {
  run_theta0(source, each_step);
  run_trained(source, each_step);
}

void References::run_theta0(const Source& source, const std::function<void()>& each_step) {
  DeltaGruNetwork gru(*source.network, profile_, {0, 0, true});
  const auto inputs = static_cast<std::size_t>(source.network->layers.front().inputs);
  auto outputs = std::make_shared<Spool<std::int16_t>>();
  for (const InputSequence& sequence : *source.sequences) {
    const std::uint64_t first = outputs->size();
    gru.reset();
    for_each_row(sequence.words, inputs, [&](const std::int16_t* x) {
      const std::vector<std::int32_t> words(x, x + inputs);
      for (const std::int32_t h : gru.step(words.data()))
        outputs->append(static_cast<std::int16_t>(h));
      each_step();
    });
    theta0_.emplace_back(outputs, first, outputs->size() - first);
  }
}

void References::run_trained(const Source& source, const std::function<void()>& each_step) {
  FloatGru gru(*source.trained);
  const auto inputs = static_cast<std::size_t>(source.trained->layers.front().inputs);
  auto outputs = std::make_shared<Spool<float>>();
  for (const SpooledValues<double>& features : *source.features) {
    const std::uint64_t first = outputs->size();
    gru.reset();
    for_each_row(features, inputs, [&](const double* x) {
      for (const double h : gru.step(x)) outputs->append(static_cast<float>(h));
      each_step();
    });
    trained_.emplace_back(outputs, first, outputs->size() - first);
  }
}

Fidelity References::compare(std::size_t index, const SpooledValues<std::int16_t>& outputs) const {
  const double unit = to_real(1, profile_.activation);  // a power of two: products are exact
  Fidelity fidelity;
  for_each_stretch(outputs.size(), 1, [&](std::uint64_t first, std::size_t count) {
    const std::vector<std::int16_t> run = outputs.read(first, count);
    const std::vector<std::int16_t> theta0 = theta0_[index].read(first, count);
    const std::vector<float> trained = trained_[index].read(first, count);
    for (std::size_t i = 0; i < count; ++i) {
      const double h = run[i] * unit;
      fidelity.vs_theta0.add(h - theta0[i] * unit);
      fidelity.vs_float.add(h - static_cast<double>(trained[i]));
    }
  });
  return fidelity;
}

StateSource References::theta0(std::size_t index) const {
  return real_states(theta0_[index], hidden_, profile_.activation);
}

StateSource References::trained(std::size_t index) const {
  const SpooledValues<float> values = trained_[index];
  const std::size_t hidden = hidden_;
  return {values.size() / hidden, [values, hidden](std::uint64_t first, std::size_t steps) {
            const std::vector<float> rows = values.read(first * hidden, steps * hidden);
            return States(rows.begin(), rows.end());
          }};
}

StateSource real_states(const SpooledValues<std::int16_t>& outputs, std::size_t hidden,
                        const FixedFormat& format) {
  const double unit = to_real(1, format);
  return {outputs.size() / hidden, [=](std::uint64_t first, std::size_t steps) {
            States states;
            states.reserve(steps * hidden);
            for (const std::int16_t raw : outputs.read(first * hidden, steps * hidden))
              states.push_back(raw * unit);
            return states;
          }};
}

}  // namespace drnn
