#include "model/arith/numeric_profile.hpp"

#include <stdexcept>

namespace drnn {
namespace {

/// The released EdgeDRNN RTL. Every value is [R], facts section 3.
NumericProfile edgedrnn() {
  NumericProfile p;
  p.activation = {16, 8};
  p.weight = {8, 7};
  p.accumulator_bits = 24;                  // Q9.15
  p.accumulator_overflow = Overflow::wrap;  // random networks do wrap in the RTL
  p.rounding = Rounding::half_even;         // "add 63 or 64 by bit 7, shift right 7"
  p.conversion_overflow = Overflow::wrap;   // "keep the low 16 bits": no clip
  p.delta_bits = 16;                        // a 16-bit subtractor
  p.compare = DeltaCompare::ge;
  p.gate_frac_bits = 4;  // gate outputs are multiples of 16 in Q8.8
  p.gate_input_step_lsb = 1;
  p.candidate_sum = CandidateSum::joint;  // t = r*RHE(M_ch,7) + 2*M_cx, rounded once
  p.blend = Blend::products;              // "each product is rounded before the add"
  p.bias_path = BiasPath::column;
  return p;
}

/// The project's reference profile: defined by the architecture contract, not by any hardware.
NumericProfile q88() {
  NumericProfile p;
  p.activation = {16, 8};
  p.weight = {8, 7};
  p.bias = {16, 8};
  // The contract asks for exact integers. Deltas telescope, so a sum is at most
  // columns * 2^7 * 2^15 in magnitude, twice that within a step: 48 bits (a DSP48's) are exact up
  // to 2^24 columns.
  p.accumulator_bits = 48;
  p.accumulator_overflow = Overflow::wrap;     // never comes into play, see above
  p.rounding = Rounding::half_up;              // rnd(a,n) = (a + 2^(n-1)) >> n
  p.conversion_overflow = Overflow::saturate;  // sat16
  p.delta_bits = 17;                           // exact
  p.compare = DeltaCompare::gt;
  p.gate_frac_bits = 8;  // floor(256*f(pre/256) + 0.5)
  p.gate_input_step_lsb = 1;
  p.candidate_sum = CandidateSum::apart;
  p.blend = Blend::difference;
  p.bias_path = BiasPath::initial;
  return p;
}

/// DeltaRNN on the Zynq-7100. The paper's body is not at hand, so every value is [U].
NumericProfile drnn() {
  NumericProfile p;
  p.activation = {16, 8};   // [U] facts section 1
  p.weight = {16, 13};      // [U] 16 bit; Q3.13 because trained GRU weights seldom leave +-4
  p.bias = {16, 8};         // [U] as the activations that they are added to
  p.accumulator_bits = 48;  // [U] the width of a DSP48 accumulator
  p.accumulator_overflow = Overflow::wrap;     // [U] a DSP48 does not saturate by itself
  p.rounding = Rounding::half_even;            // [U] as in the authors' code bases, section 2
  p.conversion_overflow = Overflow::saturate;  // [U] a wrapped pre-activation would flip a gate
  p.delta_bits = 17;                           // [U] exact, by the architecture contract
  // [U] The formulas of facts section 2 and the authors' RTL compare with >=; the FPGA'18 abstract
  // says "more than", so this stays a parameter.
  p.compare = DeltaCompare::ge;
  p.gate_frac_bits = 6;       // [U] for this device; Q2.6 in the authors' DeltaRNN code, section 2
  p.gate_input_step_lsb = 1;  // [U] full resolution of Q8.8
  p.candidate_sum = CandidateSum::joint;  // [U] as in EdgeDRNN, one rounding
  p.blend = Blend::difference;            // [U] one multiplier less a lane than `products`
  p.bias_path = BiasPath::initial;        // [U] biases reach the accumulators at a reset
  return p;
}

bool power_of_two(int value) {
  return value > 0 && (value & (value - 1)) == 0;
}

/// Collects the faults of a profile into one message.
class Faults {
 public:
  void range(const char* name, int value, int low, int high) {
    if (value >= low && value <= high) return;
    add(std::string(name) + " is " + std::to_string(value) + ", allowed are " +
        std::to_string(low) + " to " + std::to_string(high));
  }
  void add(const std::string& fault) { text_ += (text_.empty() ? "" : "; ") + fault; }
  void raise() const {
    if (!text_.empty()) throw std::invalid_argument("numeric profile: " + text_);
  }

 private:
  std::string text_;
};

}  // namespace

NumericProfile numeric_profile(std::string_view name) {
  if (name == "edgedrnn") return edgedrnn();
  if (name == "q88") return q88();
  if (name == "drnn") return drnn();
  throw std::invalid_argument("numeric profile '" + std::string(name) +
                              "' is unknown, allowed are edgedrnn, q88, drnn");
}

std::vector<std::string> numeric_profile_names() {
  return {"edgedrnn", "q88", "drnn"};
}

void validate(const NumericProfile& p) {
  Faults faults;
  faults.range("activation.bits", p.activation.bits, 3, 16);
  // 1.0 must be a value of the format: it is the bias column's input and a gate's largest output.
  faults.range("activation.frac_bits", p.activation.frac_bits, 0, p.activation.bits - 2);
  faults.range("weight.bits", p.weight.bits, 2, 16);
  faults.range("weight.frac_bits", p.weight.frac_bits, 0, p.weight.bits - 1);
  faults.range("bias.bits", p.bias.bits, 2, 31);
  faults.range("bias.frac_bits", p.bias.frac_bits, 0, p.bias.bits - 1);
  faults.range("accumulator_bits", p.accumulator_bits, 2, 62);
  faults.range("delta_bits", p.delta_bits, p.activation.bits, p.activation.bits + 1);
  faults.range("gate_frac_bits", p.gate_frac_bits, 0, p.activation.frac_bits);
  faults.range("gate_input_step_lsb", p.gate_input_step_lsb, 1, 1 << (p.activation.bits - 1));
  if (!power_of_two(p.gate_input_step_lsb)) {
    faults.add("gate_input_step_lsb is " + std::to_string(p.gate_input_step_lsb) +
               ", allowed are powers of two");
  }
  faults.raise();
}

}  // namespace drnn
