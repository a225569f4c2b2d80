#include "model/arith/narrow_activation.hpp"

#include <algorithm>
#include <cstring>

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
    : tables_(&tables),
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

/// The stages of an activation over `vectors` vectors of eight units, in vectors because a compiler
/// does not find them by itself. All of it is inlined into who calls it, so that it is compiled for
/// each of the instruction sets there.
template <int kVectors>
struct NarrowDatapath {
  using Shift = NarrowActivation::Shift;
  static constexpr int kLanes = 8;
  using Lanes = std::int32_t __attribute__((vector_size(4 * kLanes)));
  using Sums = std::int64_t __attribute__((vector_size(8 * kLanes)));
  using Words = std::int16_t __attribute__((vector_size(2 * kLanes)));
  struct Units {
    Lanes of[kVectors];
  };

  const NarrowActivation& a;
  Lanes misfits{};

  /// Vector `v` of what lies at `from`.
  template <class Vector, class T>
  [[gnu::always_inline]] static void load(Vector& vector, const T* from, int v) {
    std::memcpy(&vector, from + v * kLanes, sizeof vector);
  }

  [[gnu::always_inline]] void take(const std::int64_t* kept, Units& taken, Sums& wide) const {
    for (int v = 0; v < kVectors; ++v) {
      Sums sums;
      load(sums, kept, v);
      // The bits of a magnitude, less one of a negative sum.
      wide |= sums ^ (sums >> 63);
      taken.of[v] = __builtin_convertvector(sums, Lanes);
    }
  }

  [[gnu::always_inline]] bool narrow(const Sums& wide) const {
    std::int64_t widest = 0;
    for (int i = 0; i < kLanes; ++i) widest |= wide[i];
    return widest >> a.sum_bits_ == 0;
  }

  [[gnu::always_inline]] void round(const Shift& shift, Units& values) const {
    for (Lanes& value : values.of) {
      const Lanes kept = value >> shift.bits;
      const Lanes rest = value & shift.dropped & (shift.of_positives | value >> 31);
      value = kept - (rest + (kept & shift.odd) > shift.limit);  // true is -1
    }
  }

  [[gnu::always_inline]] void fit(Units& results) {
    const int unused = 32 - a.activation_bits_;
    const std::int32_t most = std::int32_t{0x7fffffff} >> unused;
    const Lanes highest = Lanes{} + most, lowest = -highest - 1;
    for (Lanes& result : results.of) {
      const Lanes exact = result;
      if (a.saturates_) {
        result = result < highest ? result : highest;
        result = result > lowest ? result : lowest;
      } else {
        result = (result << unused) >> unused;
      }
      misfits -= result != exact;
    }
  }

  [[gnu::always_inline]] void look_up(const RangeTable& table, Units& values) const {
    const std::int16_t* outputs = table.outputs();
    const std::int32_t lowest = table.min_raw();
    for (Lanes& value : values.of) {
      std::uint32_t at[kLanes];
      value -= lowest;
      std::memcpy(at, &value, sizeof at);
      const Words found{outputs[at[0]], outputs[at[1]], outputs[at[2]], outputs[at[3]],
                        outputs[at[4]], outputs[at[5]], outputs[at[6]], outputs[at[7]]};
      value = __builtin_convertvector(found, Lanes);
    }
  }

  [[gnu::always_inline]] void gate(const Shift& shift, Units& sums) {
    round(shift, sums);
    fit(sums);
    look_up(a.tables_->sigmoid, sums);
  }

  /// Leaves c in cx.
  [[gnu::always_inline]] void candidate(const Units& r, Units& cx, Units& ch) {
    round(a.ch_, ch);
    fit(ch);
    for (int v = 0; v < kVectors; ++v) ch.of[v] *= r.of[v];
    if (a.joint_) {
      for (int v = 0; v < kVectors; ++v)
        cx.of[v] = (cx.of[v] << a.cx_up_) + (ch.of[v] << a.product_up_);
      round(a.joint_shift_, cx);
    } else {
      round(a.cx_, cx);
      round(a.product_, ch);
      for (int v = 0; v < kVectors; ++v) cx.of[v] += ch.of[v];
    }
    fit(cx);
    look_up(a.tables_->tanh, cx);
  }

  [[gnu::always_inline]] void blend(const Units& u, const Units& c, const Units& h, Units& result) {
    if (a.difference_) {
      for (int v = 0; v < kVectors; ++v) result.of[v] = u.of[v] * (h.of[v] - c.of[v]);
      round(a.product_, result);
      for (int v = 0; v < kVectors; ++v) result.of[v] += c.of[v];
    } else {
      Units of_h;
      for (int v = 0; v < kVectors; ++v) {
        result.of[v] = (a.one_ - u.of[v]) * c.of[v];
        of_h.of[v] = u.of[v] * h.of[v];
      }
      round(a.product_, result);
      round(a.product_, of_h);
      for (int v = 0; v < kVectors; ++v) result.of[v] += of_h.of[v];
    }
    fit(result);
  }

  [[gnu::always_inline]] bool activate(const UnitSums& sums, const std::int16_t* h_previous,
                                       std::int32_t* h) {
    Units r, u, cx, ch, old_h, new_h;
    Sums wide{};
    take(sums.r, r, wide);
    take(sums.u, u, wide);
    take(sums.cx, cx, wide);
    take(sums.ch, ch, wide);
    if (!narrow(wide)) return false;
    gate(a.r_, r);
    gate(a.u_, u);
    candidate(r, cx, ch);
    for (int v = 0; v < kVectors; ++v) {
      Words words;
      load(words, h_previous, v);
      old_h.of[v] = __builtin_convertvector(words, Lanes);
    }
    blend(u, cx, old_h, new_h);
    std::memcpy(h, &new_h, sizeof new_h);
    return true;
  }
};

namespace {

template <int kVectors>
[[gnu::always_inline]] inline bool activate_vectors(const NarrowActivation& activation,
                                                    const UnitSums& sums,
                                                    const std::int16_t* h_previous, std::int32_t* h,
                                                    std::uint64_t& misfits) {
  NarrowDatapath<kVectors> datapath{activation};
  if (!datapath.activate(sums, h_previous, h)) return false;
  for (int i = 0; i < datapath.kLanes; ++i)
    misfits += static_cast<std::uint64_t>(datapath.misfits[i]);
  return true;
}

__attribute__((target_clones("avx2", "default"))) bool activate_eight(
    const NarrowActivation& activation, const UnitSums& sums, const std::int16_t* h_previous,
    std::int32_t* h, std::uint64_t& misfits) {
  return activate_vectors<1>(activation, sums, h_previous, h, misfits);
}

__attribute__((target_clones("avx2", "default"))) bool activate_sixteen(
    const NarrowActivation& activation, const UnitSums& sums, const std::int16_t* h_previous,
    std::int32_t* h, std::uint64_t& misfits) {
  return activate_vectors<2>(activation, sums, h_previous, h, misfits);
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
