#pragma once

#include "model/arith/numeric_profile.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::test {

/// Any choice of formats and modes that a configuration allows.
inline NumericProfile random_formats(std::uint64_t seed) {
  RandomSource random(seed);
  NumericProfile p;
  p.activation.frac_bits = random.small(4, 12);
  p.weight.bits = random.small(4, 16);
  p.weight.frac_bits = random.small(0, p.weight.bits - 1);
  p.bias.frac_bits = random.small(0, p.activation.frac_bits);
  p.accumulator_bits = random.small(16, 62);
  p.accumulator_overflow = random.chance(50) ? Overflow::wrap : Overflow::saturate;
  p.rounding = static_cast<Rounding>(random.small(0, 3));
  p.conversion_overflow = random.chance(50) ? Overflow::wrap : Overflow::saturate;
  p.delta_bits = random.small(16, 17);
  p.compare = random.chance(50) ? DeltaCompare::ge : DeltaCompare::gt;
  p.gate_frac_bits = random.small(1, p.activation.frac_bits);
  p.gate_input_step_lsb = 1 << random.small(0, 4);
  p.candidate_sum = random.chance(50) ? CandidateSum::joint : CandidateSum::apart;
  p.blend = random.chance(50) ? Blend::difference : Blend::products;
  p.bias_path = random.chance(50) ? BiasPath::initial : BiasPath::column;
  return p;
}

}  // namespace drnn::test
