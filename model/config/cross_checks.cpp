#include "model/config/cross_checks.hpp"

#include <cstdint>
#include <stdexcept>

#include "model/config/value_text.hpp"

namespace drnn {

namespace {

/// Collects the faults.
class Checks {
 public:
  void require(bool holds, const std::string& fault) {
    if (!holds) faults_.push_back(fault);
  }
  bool passed() const { return faults_.empty(); }
  std::vector<std::string> faults() const { return faults_; }

 private:
  std::vector<std::string> faults_;
};

/// "name = value"
template <class Number>
std::string setting(const char* name, Number value) {
  return std::string(name) + " = " + number_text(value);
}

std::int64_t fifo_words(const Parameters& p, int depth, int ports) {
  return std::int64_t{depth} * ports * p.dma.port_bits / p.numeric.activation.bits;
}

void check_drnn(const Parameters& p, Checks& checks) {
  const std::int64_t input_words = fifo_words(p, p.dma.input_fifo_words, p.dma.input_ports);
  const std::int64_t output_words = fifo_words(p, p.dma.output_fifo_words, p.dma.output_ports);
  checks.require(input_words >= p.delta.lanes,
                 setting("dma.input_fifo_words", p.dma.input_fifo_words) + " holds " +
                     number_text(input_words) + " elements, fewer than a scan window: " +
                     setting("delta.lanes", p.delta.lanes));
  checks.require(output_words >= p.activation.lanes,
                 setting("dma.output_fifo_words", p.dma.output_fifo_words) + " holds " +
                     number_text(output_words) + " words, fewer than a group: " +
                     setting("activation.lanes", p.activation.lanes));
  checks.require(output_words >= fifo_words(p, 1, p.dma.output_ports),
                 "dma.output_fifo_words: must hold a beat");
  checks.require(p.numeric.accumulator_overflow == Overflow::wrap || p.delta.scanners == 1,
                 "numeric.accumulator_overflow = saturate: the order of columns decides the sums, "
                 "so delta.scanners must be 1");
}

void check_edgedrnn(const Parameters& p, Checks& checks) {
  const NumericProfile& n = p.numeric;
  checks.require(n.weight.bits == 8, setting("numeric.weight_bits", n.weight.bits) +
                                         ": must be 8, EdgeDRNN's weight stream carries bytes");
  checks.require(n.bias_path == BiasPath::column,
                 "numeric.bias_path = initial: must be column, EdgeDRNN's accumulators start at "
                 "zero");
  checks.require(n.accumulator_overflow == Overflow::wrap,
                 "numeric.accumulator_overflow = saturate: must be wrap on EdgeDRNN");
  checks.require(p.dma.hp_port != p.data_mover.hp_port,
                 setting("dma.hp_port", p.dma.hp_port) +
                     ": must not be data_mover.hp_port, which has the port for itself");
}

void check_formats(const NumericProfile& n, Checks& checks) {
  checks.require(n.weight.frac_bits < n.weight.bits,
                 setting("numeric.weight_frac_bits", n.weight.frac_bits) + " must be below " +
                     setting("numeric.weight_bits", n.weight.bits));
  checks.require(n.bias.frac_bits < n.bias.bits,
                 setting("numeric.bias_frac_bits", n.bias.frac_bits) + " must be below " +
                     setting("numeric.bias_bits", n.bias.bits));
  checks.require(n.gate_frac_bits <= n.activation.frac_bits,
                 setting("numeric.gate_frac_bits", n.gate_frac_bits) + " must not exceed " +
                     setting("numeric.activation_frac_bits", n.activation.frac_bits));
  checks.require(n.activation.frac_bits <= 14,
                 setting("numeric.activation_frac_bits", n.activation.frac_bits) +
                     ": at most 14, since gates reach 1.0");
}

void check_accumulators(const NumericProfile& n, Checks& checks) {
  const int frac_bits = n.activation.frac_bits + n.weight.frac_bits;
  const std::string sum =
      "numeric.activation_frac_bits + numeric.weight_frac_bits = " + number_text(frac_bits);
  checks.require(
      n.accumulator_bits > frac_bits + 1,
      setting("numeric.accumulator_bits", n.accumulator_bits) + " cannot hold 1.0: " + sum);
  checks.require(n.bias.frac_bits <= frac_bits,
                 setting("numeric.bias_frac_bits", n.bias.frac_bits) +
                     " is finer than the accumulators: " + sum);
}

void check_profile(const NumericProfile& n, Checks& checks) {
  try {
    validate(n);
  } catch (const std::invalid_argument& error) {
    if (checks.passed()) checks.require(false, error.what());
  }
}

/// EdgeDRNN's threshold registers are signed and of 10 bits.
constexpr std::int64_t kEdgeThetaEnd = 512;

void check_threshold(const char* name, double theta, const Parameters& p, Checks& checks) {
  const FixedFormat& format = p.numeric.activation;
  const auto raw = quantise(theta, format);
  checks.require(raw && *raw < format.max_raw(),
                 setting(name, theta) + ": must be below " +
                     number_text(to_real(format.max_raw(), format)) +
                     ", the maximum of the activation format " + to_string(format));
  const bool in_register =
      p.accelerator.kind != AcceleratorKind::edgedrnn || !raw || *raw < kEdgeThetaEnd;
  checks.require(in_register || *raw >= format.max_raw(),
                 setting(name, theta) + ": must be below " +
                     number_text(to_real(kEdgeThetaEnd, format)) +
                     " when quantised, where EdgeDRNN's signed threshold register of 10 bits ends");
}

void check_thresholds(const Parameters& p, Checks& checks) {
  if (p.delta.theta_x == p.delta.theta_h) {
    check_threshold("delta.theta", p.delta.theta_x, p, checks);
  } else {
    check_threshold("delta.theta_x", p.delta.theta_x, p, checks);
    check_threshold("delta.theta_h", p.delta.theta_h, p, checks);
  }
}

}  // namespace

std::vector<std::string> cross_faults(const Parameters& p) {
  Checks checks;
  if (p.accelerator.kind == AcceleratorKind::drnn)
    check_drnn(p, checks);
  else
    check_edgedrnn(p, checks);
  check_formats(p.numeric, checks);
  check_accumulators(p.numeric, checks);
  check_profile(p.numeric, checks);
  check_thresholds(p, checks);
  return checks.faults();
}

}  // namespace drnn
