#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/arith/fixed_point.hpp"

namespace drnn {

/// Which change counts: |delta| >= theta or |delta| > theta. A delta of zero never counts.
enum class DeltaCompare { ge, gt };

/// How the candidate's two sums meet.
enum class CandidateSum {
  joint,  ///< r*pre_ch and M_cx are added at full precision and rounded once
  apart,  ///< each is rounded to the activation format, then they are added
};

/// How the new state is formed from c and the old state.
enum class Blend {
  difference,  ///< h = c + rnd(u*(h-c)): one product
  products,    ///< h = rnd((1-u)*c) + rnd(u*h): two products, each rounded
};

/// Where biases enter.
enum class BiasPath {
  initial,  ///< the accumulators start at the biases
  column,   ///< an extra weight column whose input steps from 0 to 1 after a reset
};

/// Every choice that decides the bits of a result. With F and W the fraction bits of activations
/// and weights, accumulators count in units of 2^-(F+W).
struct NumericProfile {
  FixedFormat activation{16, 8};
  FixedFormat weight{16, 13};
  FixedFormat bias{16, 8};  ///< used by BiasPath::initial; a bias column is in the weight format
  int accumulator_bits = 48;
  Overflow accumulator_overflow = Overflow::wrap;
  Rounding rounding = Rounding::half_even;
  Overflow conversion_overflow = Overflow::saturate;  ///< accumulator to activation format
  int delta_bits = 17;  ///< 17: exact difference of two 16-bit values; 16: wraps as a register does
  DeltaCompare compare = DeltaCompare::ge;
  int gate_frac_bits = 8;       ///< fraction bits of sigmoid and tanh outputs, at most F
  int gate_input_step_lsb = 1;  ///< inputs are floored to a multiple of this; a power of two
  CandidateSum candidate_sum = CandidateSum::joint;
  Blend blend = Blend::difference;
  BiasPath bias_path = BiasPath::initial;
};

/// `edgedrnn` (read in RTL), `q88` (defined by the project's contract) or `drnn` (unconfirmed
/// choices, each explained beside its definition). Throws std::invalid_argument for other names.
NumericProfile numeric_profile(std::string_view name);

/// The names that numeric_profile() knows.
std::vector<std::string> numeric_profile_names();

/// Throws std::invalid_argument that names every field outside the range in which all products and
/// sums of this folder are exact in 64 bits: activations of 3..16 bits in which 1.0 exists, weights
/// of 2..16, biases of 2..31, accumulators of 2..62; deltas as wide as the activations or one more.
void validate(const NumericProfile& profile);

}  // namespace drnn
