#include "model/arith/narrow_activation.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr int kMostBits = 29;  ///< of a term, its sign aside, so that two have room in 32 bits

/// How far M_cx is shifted up to where r*pre_ch has its last bit, or that to where M_cx has it.
int cx_up(const NumericProfile& p, const AccumulatorScales& scales) {
  return std::max(0, p.activation.frac_bits - weight_frac_bits(p, scales.cx));
}
int product_up(const NumericProfile& p, const AccumulatorScales& scales) {
  return std::max(0, weight_frac_bits(p, scales.cx) - p.activation.frac_bits);
}

int sum_bits(const NumericProfile& p, const AccumulatorScales& scales) {
  const bool joint = p.candidate_sum == CandidateSum::joint;
  const int product_bits = p.activation.frac_bits + p.activation.bits;  // of u*(h-c), too
  const int joint_bits = product_bits + (joint ? product_up(p, scales) : 0);
  if (p.accumulator_bits < 32 || joint_bits > kMostBits) return -1;
  return kMostBits - (joint ? cx_up(p, scales) : 0);
}

std::int32_t limit_of(Rounding rounding, int bits) {
  if (bits == 0) return 1;  // nothing falls off, and an odd result is no reason either
  const std::int32_t half = std::int32_t{1} << (bits - 1);
  switch (rounding) {
    case Rounding::half_even:
      return half;
    case Rounding::half_up:
      return half - 1;
    case Rounding::toward_zero:
      return 0;
    case Rounding::floor:
      break;
  }
  return 2 * half;
}

}  // namespace

NarrowActivation::Shift::Shift(int shift_bits, Rounding rounding)
    : bits(shift_bits),
      dropped((std::int32_t{1} << shift_bits) - 1),
      of_positives(rounding == Rounding::toward_zero ? 0 : -1),
      odd(rounding == Rounding::half_even ? 1 : 0),
      limit(limit_of(rounding, shift_bits)) {}

NarrowActivation::NarrowActivation(const NumericProfile& p, const Nonlinearities& tables,
                                   const AccumulatorScales& scales)
    : tables_(tables),
      joint_(p.candidate_sum == CandidateSum::joint),
      difference_(p.blend == Blend::difference),
      saturates_(p.conversion_overflow == Overflow::saturate),
      activation_bits_(p.activation.bits),
      one_(std::int32_t{1} << p.activation.frac_bits),
      cx_up_(cx_up(p, scales)),
      product_up_(product_up(p, scales)),
      r_(weight_frac_bits(p, scales.r), p.rounding),
      u_(weight_frac_bits(p, scales.u), p.rounding),
      cx_(weight_frac_bits(p, scales.cx), p.rounding),
      ch_(weight_frac_bits(p, scales.ch), p.rounding),
      product_(p.activation.frac_bits, p.rounding),
      joint_shift_(std::max(p.activation.frac_bits, weight_frac_bits(p, scales.cx)), p.rounding),
      sum_bits_(sum_bits(p, scales)) {}

/// The stages of an activation over eight units. All of it is inlined into who calls it, so that
/// it is compiled for each of the instruction sets there.
template <int kUnits>
struct NarrowDatapath {
  using Shift = NarrowActivation::Shift;

  struct Units {
    std::int32_t of[kUnits];
  };
  struct Sums {
    Units r, u, cx, ch;
  };

  const NarrowActivation& a;
  std::int32_t misfits = 0;

  [[gnu::always_inline]] bool take(const UnitSums& from, Sums& sums) const {
    const std::uint64_t bias = std::uint64_t{1} << a.sum_bits_;
    std::uint64_t wide[kUnits] = {};
    const auto take_region = [&](const std::int64_t* kept, Units& taken) {
      for (int i = 0; i < kUnits; ++i) {
        wide[i] |= static_cast<std::uint64_t>(kept[i]) + bias;
        taken.of[i] = static_cast<std::int32_t>(kept[i]);
      }
    };
    take_region(from.r, sums.r);
    take_region(from.u, sums.u);
    take_region(from.cx, sums.cx);
    take_region(from.ch, sums.ch);
    std::uint64_t widest = 0;
    for (const std::uint64_t w : wide) widest |= w;
    return widest >> (a.sum_bits_ + 1) == 0;
  }

  [[gnu::always_inline]] void fit(Units& results) {
    const int unused = 32 - a.activation_bits_;
    const std::int32_t most = std::int32_t{0x7fffffff} >> unused, least = -most - 1;
    for (int i = 0; i < kUnits; ++i) {
      std::int32_t& result = results.of[i];
      const auto wrapped =
          static_cast<std::int32_t>(static_cast<std::uint32_t>(result) << unused) >> unused;
      const std::int32_t limited = std::min(std::max(result, least), most);
      misfits += wrapped != result;
      result = a.saturates_ ? limited : wrapped;
    }
  }

  [[gnu::always_inline]] void round(const Shift& shift, Units& values) {
    for (std::int32_t& value : values.of) value = shift(value);
  }

  [[gnu::always_inline]] void look_up(const RangeTable& table, Units& values) const {
    for (std::int32_t& value : values.of) value = table(value);
  }

  [[gnu::always_inline]] void gate(const Shift& shift, Units& sums) {
    round(shift, sums);
    fit(sums);
    look_up(a.tables_.sigmoid, sums);
  }

  /// Leaves c in sums.cx.
  [[gnu::always_inline]] void candidate(Sums& sums) {
    round(a.ch_, sums.ch);
    fit(sums.ch);
    Units product;
    for (int i = 0; i < kUnits; ++i) product.of[i] = sums.r.of[i] * sums.ch.of[i];
    if (a.joint_) {
      const std::int32_t cx_unit = std::int32_t{1} << a.cx_up_;
      const std::int32_t product_unit = std::int32_t{1} << a.product_up_;
      for (int i = 0; i < kUnits; ++i)
        sums.cx.of[i] = sums.cx.of[i] * cx_unit + product.of[i] * product_unit;
      round(a.joint_shift_, sums.cx);
    } else {
      round(a.cx_, sums.cx);
      round(a.product_, product);
      for (int i = 0; i < kUnits; ++i) sums.cx.of[i] += product.of[i];
    }
    fit(sums.cx);
    look_up(a.tables_.tanh, sums.cx);
  }

  [[gnu::always_inline]] Units blend(const Units& u, const Units& c, const std::int16_t* h) {
    Units result;
    if (a.difference_) {
      for (int i = 0; i < kUnits; ++i) result.of[i] = u.of[i] * (h[i] - c.of[i]);
      round(a.product_, result);
      for (int i = 0; i < kUnits; ++i) result.of[i] += c.of[i];
    } else {
      Units kept;
      for (int i = 0; i < kUnits; ++i) {
        result.of[i] = (a.one_ - u.of[i]) * c.of[i];
        kept.of[i] = u.of[i] * h[i];
      }
      round(a.product_, result);
      round(a.product_, kept);
      for (int i = 0; i < kUnits; ++i) result.of[i] += kept.of[i];
    }
    fit(result);
    return result;
  }

  [[gnu::always_inline]] bool activate(const UnitSums& kept, const std::int16_t* h_previous,
                                       std::int32_t* h) {
    Sums sums;
    if (!take(kept, sums)) return false;
    gate(a.r_, sums.r);
    gate(a.u_, sums.u);
    candidate(sums);
    const Units result = blend(sums.u, sums.cx, h_previous);
    std::copy(std::begin(result.of), std::end(result.of), h);
    return true;
  }
};

namespace {

template <int kUnits>
[[gnu::always_inline]] inline bool activate_units_of(const NarrowActivation& activation,
                                                     const UnitSums& sums,
                                                     const std::int16_t* h_previous,
                                                     std::int32_t* h, std::uint64_t& misfits) {
  NarrowDatapath<kUnits> datapath{activation};
  if (!datapath.activate(sums, h_previous, h)) return false;
  misfits += static_cast<std::uint64_t>(datapath.misfits);
  return true;
}

__attribute__((target_clones("avx2", "default"))) bool activate_eight(
    const NarrowActivation& activation, const UnitSums& sums, const std::int16_t* h_previous,
    std::int32_t* h, std::uint64_t& misfits) {
  return activate_units_of<8>(activation, sums, h_previous, h, misfits);
}

__attribute__((target_clones("avx2", "default"))) bool activate_sixteen(
    const NarrowActivation& activation, const UnitSums& sums, const std::int16_t* h_previous,
    std::int32_t* h, std::uint64_t& misfits) {
  return activate_units_of<16>(activation, sums, h_previous, h, misfits);
}

}  // namespace

int NarrowActivation::activate(const UnitSums& sums, const std::int16_t* h_previous, int count,
                               std::int32_t* h, std::uint64_t& misfits) const {
  if (sum_bits_ < 0) return 0;
  int done = 0;
  for (; count - done >= 16; done += 16)
    if (!activate_sixteen(*this, sums.from(done), h_previous + done, h + done, misfits)) break;
  for (; count - done >= 8; done += 8)
    if (!activate_eight(*this, sums.from(done), h_previous + done, h + done, misfits)) break;
  return done;
}

}  // namespace drnn
