#include "model/arith/network.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace drnn {

namespace {

constexpr const char* kGateNames[] = {"r", "u", "c"};

/// Rounds the values of one layer and knows how to name the one that does not fit.
class Quantiser {
 public:
  Quantiser(std::size_t layer, bool saturate, QuantisationReport& report)
      : layer_(layer), saturate_(saturate), report_(report) {}

  /// tensor: "weight_ih.r", for example. column < 0: the tensor is a vector.
  std::int32_t operator()(double value, const FixedFormat& format, const std::string& tensor,
                          int row, int column = -1) {
    if (const auto raw = quantise(value, format)) return static_cast<std::int32_t>(*raw);
    if (!saturate_ || !std::isfinite(value)) refuse(value, format, tensor, row, column);
    ++report_.saturated;
    return static_cast<std::int32_t>(value < 0 ? format.min_raw() : format.max_raw());
  }

 private:
  [[noreturn]] void refuse(double value, const FixedFormat& format, const std::string& tensor,
                           int row, int column) const {
    std::ostringstream text;
    text << "layer " << layer_ << " " << tensor << "[" << row;
    if (column >= 0) text << "," << column;
    text << "] = " << value << " does not fit " << to_string(format) << " (allowed "
         << to_real(format.min_raw(), format) << " to " << to_real(format.max_raw(), format) << ")";
    const auto needed = smallest_format(value, format.bits);
    if (needed) text << "; the smallest format of that width is " << to_string(*needed);
    throw std::range_error(text.str());
  }

  const std::size_t layer_;
  const bool saturate_;
  QuantisationReport& report_;
};

class LayerQuantiser {
 public:
  LayerQuantiser(const FloatLayer& layer, std::size_t index, const NumericProfile& profile,
                 bool saturate, QuantisationReport& report)
      : in_(layer), index_(index), profile_(profile), value_(index, saturate, report) {}

  QuantisedLayer run() {
    out_.inputs = in_.inputs;
    out_.hidden = in_.hidden;
    out_.bias_columns = profile_.bias_path == BiasPath::column ? 1 : 0;
    if (out_.bias_columns > 0) add_bias_column();
    add_columns(in_.w_x, in_.inputs, "weight_ih.");
    add_columns(in_.w_h, in_.hidden, "weight_hh.");
    add_initial();
    return std::move(out_);
  }

 private:
  void add_columns(const std::array<std::vector<float>, kGates>& weights, int columns,
                   const std::string& name) {
    for (int column = 0; column < columns; ++column)
      for (std::size_t gate = 0; gate < kGates; ++gate)
        for (int row = 0; row < in_.hidden; ++row)
          add(value_(weights[gate][static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                                   static_cast<std::size_t>(column)],
                     profile_.weight, name + kGateNames[gate], row, column));
  }

  void add_bias_column() {
    for (std::size_t gate = 0; gate < kGates; ++gate)
      for (std::size_t i = 0; i < static_cast<std::size_t>(in_.hidden); ++i)
        add(value_(double{in_.b_x[gate][i]} + column_part_of_b_h(gate, i), profile_.weight,
                   std::string("bias.") + kGateNames[gate], static_cast<int>(i)));
  }

  /// A bias column goes through the x phase, where the candidate's recurrent bias, which the reset
  /// gate multiplies, has no place.
  double column_part_of_b_h(std::size_t gate, std::size_t i) const {
    if (gate != kCandidate) return in_.b_h[gate][i];
    if (in_.b_h[gate][i] == 0.0f) return 0.0;
    std::ostringstream text;
    text << "layer " << index_ << " bias_hh.c[" << i << "] = " << in_.b_h[gate][i]
         << " cannot be put into a bias column (numeric.bias_path = column allows only 0 there); "
            "use bias_path = initial";
    throw std::range_error(text.str());
  }

  void add_initial() {
    for (int i = 0; i < in_.hidden; ++i) {
      out_.m_r.push_back(initial(kReset, i, true, true));
      out_.m_u.push_back(initial(kUpdate, i, true, true));
      out_.m_cx.push_back(initial(kCandidate, i, true, false));
      out_.m_ch.push_back(initial(kCandidate, i, false, true));
    }
  }

  std::int32_t initial(std::size_t gate, int i, bool with_x, bool with_h) {
    if (out_.bias_columns > 0) return 0;
    const auto index = static_cast<std::size_t>(i);
    std::int32_t sum = 0;
    if (with_x)
      sum += value_(in_.b_x[gate][index], profile_.bias, std::string("bias_ih.") + kGateNames[gate], i);
    if (with_h)
      sum += value_(in_.b_h[gate][index], profile_.bias, std::string("bias_hh.") + kGateNames[gate], i);
    return sum;
  }

  void add(std::int32_t weight) { out_.columns.push_back(static_cast<std::int16_t>(weight)); }

  const FloatLayer& in_;
  const std::size_t index_;
  const NumericProfile& profile_;
  Quantiser value_;
  QuantisedLayer out_;
};

}  // namespace

std::int64_t QuantisedNetwork::operations_per_step() const {
  std::int64_t sum = 0;
  for (const QuantisedLayer& l : layers) sum += std::int64_t{6} * l.hidden * (l.inputs + l.hidden);
  return sum;
}

std::int64_t QuantisedNetwork::elements_per_step() const {
  std::int64_t sum = 0;
  for (const QuantisedLayer& l : layers) sum += l.inputs + l.hidden;
  return sum;
}

QuantisedNetwork quantise(const FloatNetwork& network, const NumericProfile& profile,
                          bool saturate, QuantisationReport* report) {
  QuantisationReport unreported;
  QuantisedNetwork result;
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    result.layers.push_back(LayerQuantiser(network.layers[l], l, profile, saturate,
                                           report != nullptr ? *report : unreported)
                                .run());
  return result;
}

}  // namespace drnn
