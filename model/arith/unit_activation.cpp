#include "model/arith/unit_activation.hpp"

#include <algorithm>

namespace drnn {

namespace {

/// round_shift() by a constant.
template <Rounding rounding>
class Shift {
 public:
  explicit Shift(int bits)
      : bits_(bits),
        dropped_((std::int64_t{1} << bits) - 1),
        // Nothing is dropped by a shift of 0, so nothing may reach a half.
        half_(bits > 0 ? std::int64_t{1} << (bits - 1) : 2) {}

  std::int64_t operator()(std::int64_t value) const {
    const std::int64_t kept = value >> bits_;
    const std::int64_t rest = value & dropped_;
    if constexpr (rounding == Rounding::half_even) return kept + (rest + (kept & 1) > half_);
    if constexpr (rounding == Rounding::half_up) return kept + (rest >= half_);
    if constexpr (rounding == Rounding::toward_zero) return kept + (value < 0 && rest != 0);
    return kept;
  }

 private:
  int bits_;
  std::int64_t dropped_, half_;
};

/// fit() to a constant width, which counts what did not fit.
class Width {
 public:
  Width(int bits, Overflow overflow)
      : unused_(64 - bits),
        saturates_(overflow == Overflow::saturate),
        most_(FixedFormat{bits, 0}.max_raw()),
        least_(-most_ - 1) {}

  std::int64_t operator()(std::int64_t exact, std::uint64_t& misfits) const {
    const std::int64_t fitted = fit(exact);
    misfits += fitted != exact;
    return fitted;
  }
  std::int64_t fit(std::int64_t exact) const {
    return saturates_ ? std::min(std::max(exact, least_), most_) : wrap_to(exact, 64 - unused_);
  }
  /// A sum that saturates has lost something if it is at an end.
  std::int64_t read(std::int64_t kept, std::uint64_t& misfits) const {
    if (!saturates_) return (*this)(kept, misfits);
    misfits += kept <= least_ || kept >= most_;
    return fit(kept);
  }
  bool saturates() const { return saturates_; }

 private:
  int unused_;
  bool saturates_;
  std::int64_t most_, least_;
};

/// What decides the bits of an activation, ready for use.
template <Rounding rounding>
class Datapath {
 public:
  Datapath(const NumericProfile& p, const Nonlinearities& tables, const AccumulatorScales& scales)
      : profile_(p),
        tables_(tables),
        cx_scale_(scales.cx),
        sums_(p.accumulator_bits, p.accumulator_overflow),
        results_(p.activation.bits, p.conversion_overflow),
        r_(weight_frac_bits(p, scales.r)),
        u_(weight_frac_bits(p, scales.u)),
        cx_(weight_frac_bits(p, scales.cx)),
        ch_(weight_frac_bits(p, scales.ch)),
        product_(p.activation.frac_bits),
        joint_bits_(std::max(2 * p.activation.frac_bits,
                             p.activation.frac_bits + weight_frac_bits(p, scales.cx))),
        joint_(joint_bits_ - p.activation.frac_bits) {}

  void activate(const UnitSums& m, const std::int16_t* h_previous, int count, std::int32_t* h,
                OverflowCounts& reads, OverflowCounts& counts) const {
    const auto read = [&](std::int64_t kept) { return sums_.read(kept, reads.accumulators); };
    const auto result = [&](std::int64_t exact) { return results_(exact, counts.conversions); };
    for (int i = 0; i < count; ++i) {
      const std::int32_t r = sigmoid(result(r_(read(m.r[i]))));
      const std::int32_t u = sigmoid(result(u_(read(m.u[i]))));
      const std::int64_t cx = read(m.cx[i]);
      const std::int64_t product = r * result(ch_(read(m.ch[i])));
      const std::int32_t c = tables_.tanh(static_cast<std::int32_t>(
          result(profile_.candidate_sum == CandidateSum::joint ? joint_sum(cx, product, counts)
                                                               : cx_(cx) + product_(product))));
      h[i] = static_cast<std::int32_t>(result(blend(u, c, h_previous[i])));
    }
  }

 private:
  std::int32_t sigmoid(std::int64_t raw) const {
    return tables_.sigmoid(static_cast<std::int32_t>(raw));
  }

  std::int64_t joint_sum(std::int64_t cx, std::int64_t product, OverflowCounts& counts) const {
    const int up =
        joint_bits_ - profile_.activation.frac_bits - weight_frac_bits(profile_, cx_scale_);
    const std::int64_t from_h =
        product * (std::int64_t{1} << (joint_bits_ - 2 * profile_.activation.frac_bits));
    const std::int64_t from_x =
        up == 0 ? cx : shift_left(cx, up, profile_.accumulator_bits, profile_.accumulator_overflow);
    const std::int64_t sum = sums_.fit(from_h + from_x);
    counts.accumulators += !is_exact(cx, up, from_h, sum);
    return joint_(sum);
  }

  std::int64_t blend(std::int64_t u, std::int64_t c, std::int64_t h) const {
    if (profile_.blend == Blend::difference) return c + product_(u * (h - c));
    const std::int64_t one = std::int64_t{1} << profile_.activation.frac_bits;
    return product_((one - u) * c) + product_(u * h);
  }

  const NumericProfile& profile_;
  const Nonlinearities& tables_;
  const int cx_scale_;
  const Width sums_, results_;
  const Shift<rounding> r_, u_, cx_, ch_, product_;
  const int joint_bits_;  ///< fraction bits at which M_cx and r*pre_ch meet
  const Shift<rounding> joint_;
};

template <Rounding rounding>
void activate_rounding(const NumericProfile& profile, const Nonlinearities& tables,
                       const AccumulatorScales& scales, const UnitSums& sums,
                       const std::int16_t* h_previous, int count, std::int32_t* h,
                       OverflowCounts& reads, OverflowCounts& results) {
  OverflowCounts read_counts, counts;
  Datapath<rounding>(profile, tables, scales)
      .activate(sums, h_previous, count, h, read_counts, counts);
  reads.add(read_counts);
  results.add(counts);
}

void activate_wide(const UnitSums& sums, const std::int16_t* h_previous, int count,
                   const NumericProfile& profile, const Nonlinearities& tables,
                   const AccumulatorScales& scales, std::int32_t* h, OverflowCounts& reads,
                   OverflowCounts& results) {
  const auto with = [&](auto activate_all) {
    activate_all(profile, tables, scales, sums, h_previous, count, h, reads, results);
  };
  switch (profile.rounding) {
    case Rounding::half_even:
      return with(activate_rounding<Rounding::half_even>);
    case Rounding::half_up:
      return with(activate_rounding<Rounding::half_up>);
    case Rounding::floor:
      return with(activate_rounding<Rounding::floor>);
    case Rounding::toward_zero:
      return with(activate_rounding<Rounding::toward_zero>);
  }
}

}  // namespace

UnitActivation::UnitActivation(const NumericProfile& profile, const Nonlinearities& tables,
                               const AccumulatorScales& scales)
    : profile_(&profile), tables_(&tables), scales_(scales), narrow_(profile, tables, scales) {}

void UnitActivation::activate(const UnitSums& sums, const std::int16_t* h_previous, int count,
                              std::int32_t* h, OverflowCounts& reads,
                              OverflowCounts& results) const {
  constexpr int kUnitsTogether = 8;
  for (int done = 0;;) {
    done += narrow_.activate(sums.from(done), h_previous + done, count - done, h + done,
                             results.conversions);
    if (done == count) return;
    const int units = std::min(count - done, kUnitsTogether);
    activate_wide(sums.from(done), h_previous + done, units, *profile_, *tables_, scales_, h + done,
                  reads, results);
    done += units;
  }
}

}  // namespace drnn
