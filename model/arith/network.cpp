#include "model/arith/network.hpp"

#include <cmath>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "model/arith/network_ranges.hpp"

namespace drnn {
namespace {

constexpr int kWidestFormat = 64;

using GateMatrices = std::array<std::vector<float>, kGates>;

/// Where a tensor comes from, for messages: "layer 0 weight_ih.r".
std::string tensor_name(std::size_t layer, const char* tensor, int gate) {
  return "layer " + std::to_string(layer) + " " + tensor + "." + kGateNames[gate];
}

std::string element_name(const std::string& tensor, int row) {
  return tensor + "[" + std::to_string(row) + "]";
}

std::string element_name(const std::string& tensor, int row, int column) {
  return tensor + "[" + std::to_string(row) + "," + std::to_string(column) + "]";
}

std::string number(double value) {
  std::ostringstream text;
  text.precision(9);
  text << value;
  return text.str();
}

/// "needs Q3.5": of the same width where one holds the value, otherwise of the next larger one.
std::string advice(double value, int bits) {
  for (; bits <= kWidestFormat; ++bits) {
    if (const auto format = smallest_format(value, bits)) return "needs " + to_string(*format);
  }
  return "no format of up to " + std::to_string(kWidestFormat) + " bits holds it";
}

/// " (divided by 2^3)", " (multiplied by 2^3)", or nothing.
std::string scale_text(int scale) {
  if (scale == 0) return "";
  return (scale > 0 ? " (divided by 2^" : " (multiplied by 2^") + std::to_string(std::abs(scale)) +
         ")";
}

[[noreturn]] void out_of_range(const std::string& element, double value, int scale,
                               const FixedFormat& format) {
  throw std::range_error(element + " = " + number(value) + scale_text(scale) + " is outside " +
                         to_string(format) + " (" + number(to_real(format.min_raw(), format)) +
                         " to " + number(to_real(format.max_raw(), format)) + "); " +
                         advice(value, format.bits));
}

/// Where values go: divided by 2^scale into a format.
struct Target {
  Target(const FixedFormat& to, int divisor_log2)
      : format(to), scale(divisor_log2), grid(to, divisor_log2) {}

  const FixedFormat format;
  const int scale;
  const FormatGrid grid;
};

/// Quantises single values and counts those that had to be clipped.
class Quantiser {
 public:
  explicit Quantiser(bool saturate) : saturate_(saturate) {}

  /// saturated: incremented where the value was clipped. name: a callable that gives the element's
  /// name, so that it is built for a message only.
  template <typename Name>
  std::int64_t operator()(double value, const Target& to, std::int64_t& saturated,
                          const Name& name) const {
    if (const auto raw = to.grid(value)) return *raw;
    if (!std::isfinite(value)) {
      throw std::range_error(name() + " = " + number(value) + " is not a finite number");
    }
    if (!saturate_) out_of_range(name(), value, to.scale, to.format);
    ++saturated;
    return value > 0 ? to.format.max_raw() : to.format.min_raw();
  }

 private:
  const bool saturate_;
};

void check_size(const std::vector<float>& tensor, std::int64_t expected, const std::string& name) {
  if (static_cast<std::int64_t>(tensor.size()) == expected) return;
  throw std::invalid_argument(name + " has " + std::to_string(tensor.size()) +
                              " values instead of " + std::to_string(expected));
}

/// One layer on its way into the accelerator's formats.
class LayerQuantiser {
 public:
  LayerQuantiser(const FloatLayer& source, std::size_t index, const NumericProfile& profile,
                 const QuantisationOptions& options, QuantisationReport& report)
      : source_(source),
        index_(index),
        profile_(profile),
        input_scale_(index == 0 ? options.input_scale : 0),
        quantise_(options.saturate),
        report_(report) {
    check_shapes();
    if (options.scale) layer_.scales = scales_of(source, index, profile, input_scale_);
  }

  QuantisedLayer run() {
    layer_.inputs = source_.inputs;
    layer_.hidden = source_.hidden;
    layer_.bias_columns = profile_.bias_path == BiasPath::column ? 1 : 0;
    layer_.columns.reserve(static_cast<std::size_t>(layer_.column_count()) * kGates *
                           static_cast<std::size_t>(layer_.hidden));
    if (layer_.bias_columns != 0) add_bias_column();
    const AccumulatorScales& scales = layer_.scales.weights;
    add_columns({source_.w_x, source_.inputs, "weight_ih"},
                {scales.r - input_scale_, scales.u - input_scale_, scales.cx - input_scale_});
    add_columns({source_.w_h, source_.hidden, "weight_hh"}, {scales.r, scales.u, scales.ch});
    set_initial_accumulators();
    return std::move(layer_);
  }

 private:
  void check_shapes() const {
    if (source_.inputs < 1 || source_.hidden < 1) {
      throw std::invalid_argument("layer " + std::to_string(index_) + " has " +
                                  std::to_string(source_.inputs) + " inputs and " +
                                  std::to_string(source_.hidden) + " units, both must be positive");
    }
    const std::int64_t hidden = source_.hidden;
    for (int gate = 0; gate < kGates; ++gate) {
      check_size(source_.w_x[gate], hidden * source_.inputs, name("weight_ih", gate));
      check_size(source_.w_h[gate], hidden * hidden, name("weight_hh", gate));
      check_size(source_.b_x[gate], hidden, name("bias_ih", gate));
      check_size(source_.b_h[gate], hidden, name("bias_hh", gate));
    }
  }

  struct Matrices {
    const GateMatrices& weights;
    int columns;
    const char* name;
  };
  using GateScales = std::array<int, kGates>;

  void add_columns(const Matrices& from, const GateScales& scales) {
    for (int column = 0; column < from.columns; ++column) {
      for (int gate = 0; gate < kGates; ++gate) add_gate(from, column, gate, scales[gate]);
    }
  }

  void add_gate(const Matrices& from, int column, int gate, int scale) {
    const float* const weights = from.weights[gate].data() + column;
    add_units(
        scale, report_.saturated_weights,
        [&](int row) { return weights[std::int64_t{row} * from.columns]; },
        [&](int row) { return element_name(name(from.name, gate), row, column); });
  }

  /// A gate's part of a column: value and element give a unit's weight and its name.
  template <typename Value, typename Name>
  void add_units(int scale, std::int64_t& saturated, const Value& value, const Name& element) {
    const Target to(profile_.weight, scale);
    const std::size_t begin = layer_.columns.size();
    layer_.columns.resize(begin + static_cast<std::size_t>(layer_.hidden));
    std::int16_t* const column = layer_.columns.data() + begin;
    for (int row = 0; row < layer_.hidden; ++row)
      column[row] = static_cast<std::int16_t>(
          quantise_(value(row), to, saturated, [&] { return element(row); }));
  }

  /// b_i + b_h of r and u are added as real numbers (in double, where the sum of two floats of
  /// comparable size is exact) and rounded once, because the column holds a single weight for them.
  void add_bias_column() {
    refuse_recurrent_candidate_bias();
    const AccumulatorScales& s = layer_.scales.weights;
    const GateScales scales{s.r, s.u, s.cx};
    for (int gate = 0; gate < kGates; ++gate)
      add_units(
          scales[gate], report_.saturated_biases,
          [&](int row) { return bias_ih(gate, row) + bias_hh(gate, row); },
          [&](int row) { return element_name(bias_sum_name(gate), row); });
  }

  void refuse_recurrent_candidate_bias() const {
    for (int row = 0; row < layer_.hidden; ++row) {
      const double bias = bias_hh(kCandidate, row);
      if (bias == 0.0) continue;
      throw std::range_error(
          element_name(name("bias_hh", kCandidate), row) + " = " + number(bias) +
          " cannot be represented by a bias column: the reset gate multiplies this bias, but the "
          "column adds to the sum beside that product; it must be zero, so train with the "
          "candidate's part of bias_hh held at zero");
    }
  }

  std::string bias_sum_name(int gate) const {
    const std::string ih = name("bias_ih", gate);
    return gate == kCandidate ? ih : ih + " + bias_hh." + kGateNames[gate];
  }

  void set_initial_accumulators() {
    const auto units = static_cast<std::size_t>(layer_.hidden);
    for (auto* m : {&layer_.m_r, &layer_.m_u, &layer_.m_cx, &layer_.m_ch}) m->assign(units, 0);
    if (layer_.bias_columns != 0) return;
    for (int row = 0; row < layer_.hidden; ++row) set_initial_accumulators(row);
  }

  /// Each bias is rounded by itself, then those of r and u are added as integers.
  void set_initial_accumulators(int row) {
    const auto i = static_cast<std::size_t>(row);
    layer_.m_r[i] = b_x(kReset, row) + b_h(kReset, row);
    layer_.m_u[i] = b_x(kUpdate, row) + b_h(kUpdate, row);
    layer_.m_cx[i] = b_x(kCandidate, row);
    layer_.m_ch[i] = b_h(kCandidate, row);
  }

  std::int32_t b_x(int gate, int row) {
    const AccumulatorScales& s = layer_.scales.biases;
    return bias(bias_ih(gate, row), GateScales{s.r, s.u, s.cx}[gate], "bias_ih", gate, row);
  }
  std::int32_t b_h(int gate, int row) {
    const AccumulatorScales& s = layer_.scales.biases;
    return bias(bias_hh(gate, row), GateScales{s.r, s.u, s.ch}[gate], "bias_hh", gate, row);
  }

  std::int32_t bias(double value, int scale, const char* tensor, int gate, int row) {
    const auto element = [&] { return element_name(name(tensor, gate), row); };
    return static_cast<std::int32_t>(
        quantise_(value, Target(profile_.bias, scale), report_.saturated_biases, element));
  }

  double bias_ih(int gate, int row) const {
    return source_.b_x[gate][static_cast<std::size_t>(row)];
  }
  double bias_hh(int gate, int row) const {
    return source_.b_h[gate][static_cast<std::size_t>(row)];
  }
  std::string name(const char* tensor, int gate) const { return tensor_name(index_, tensor, gate); }

  const FloatLayer& source_;
  const std::size_t index_;
  const NumericProfile& profile_;
  const int input_scale_;
  const Quantiser quantise_;
  QuantisationReport& report_;
  QuantisedLayer layer_;
};

void check_chain(const FloatNetwork& network) {
  for (std::size_t i = 1; i < network.layers.size(); ++i) {
    if (network.layers[i].inputs == network.layers[i - 1].hidden) continue;
    throw std::invalid_argument("layer " + std::to_string(i) + " has " +
                                std::to_string(network.layers[i].inputs) +
                                " inputs, but the layer before it has " +
                                std::to_string(network.layers[i - 1].hidden) + " units");
  }
}

}  // namespace

std::int64_t QuantisedNetwork::operations_per_step() const {
  std::int64_t weights = 0;
  for (const QuantisedLayer& l : layers) {
    weights += std::int64_t{kGates} * l.hidden * (l.inputs + l.hidden);
  }
  return 2 * weights;
}

std::int64_t QuantisedNetwork::elements_per_step() const {
  std::int64_t elements = 0;
  for (const QuantisedLayer& l : layers) elements += l.inputs + l.hidden;
  return elements;
}

QuantisedNetwork quantise(const FloatNetwork& network, const NumericProfile& profile,
                          const QuantisationOptions& options, QuantisationReport* report) {
  validate(profile);
  check_chain(network);
  QuantisationReport counts;
  QuantisedNetwork result;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    result.layers.push_back(LayerQuantiser(network.layers[i], i, profile, options, counts).run());
  }
  if (report != nullptr) *report = counts;
  return result;
}

}  // namespace drnn
