#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

namespace drnn {

/// How bits below the least significant kept bit are dropped. The sc_fixed mode with the same
/// result stands beside each (IEEE 1666, 7.10).
enum class Rounding {
  half_even,    ///< SC_RND_CONV
  half_up,      ///< SC_RND: towards plus infinity on a tie
  floor,        ///< SC_TRN
  toward_zero,  ///< SC_TRN_ZERO
};

/// What happens to a value outside the format: SC_WRAP or SC_SAT.
enum class Overflow { wrap, saturate };

/// Two's complement fixed point: value = raw * 2^-frac_bits, raw in `bits` bits (1..64), sign
/// included.
struct FixedFormat {
  int bits = 16;
  int frac_bits = 8;

  // Through unsigned, so that 64 bits do not overflow on the way.
  constexpr std::int64_t max_raw() const {
    return static_cast<std::int64_t>((std::uint64_t{1} << (bits - 1)) - 1);
  }
  constexpr std::int64_t min_raw() const { return -max_raw() - 1; }
  constexpr bool holds(std::int64_t raw) const { return raw >= min_raw() && raw <= max_raw(); }
  constexpr bool operator==(const FixedFormat& o) const {
    return bits == o.bits && frac_bits == o.frac_bits;
  }
};

/// "Q8.8" for 16 bits of which 8 are fraction: integer bits, sign included, then fraction bits.
std::string to_string(const FixedFormat& format);

/// raw in the lowest `bits` bits (1..64), sign-extended.
constexpr std::int64_t wrap_to(std::int64_t raw, int bits) {
  const int unused = 64 - bits;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(raw) << unused) >> unused;
}

/// raw, or the nearest value that `bits` bits (1..64) hold.
constexpr std::int64_t saturate_to(std::int64_t raw, int bits) {
  const FixedFormat format{bits, 0};
  if (raw > format.max_raw()) return format.max_raw();
  return raw < format.min_raw() ? format.min_raw() : raw;
}

/// Brings a raw value into `bits` bits (1..64) by wrapping or saturating.
constexpr std::int64_t fit(std::int64_t raw, int bits, Overflow overflow) {
  return overflow == Overflow::wrap ? wrap_to(raw, bits) : saturate_to(raw, bits);
}

/// value * 2^-shift under the given rounding; shift in 0..62, exact for every value.
constexpr std::int64_t round_shift(std::int64_t value, int shift, Rounding rounding) {
  if (shift == 0) return value;
  // Rounding is decided from the bits that fall off instead of by adding half to the value: that
  // sum could overflow.
  const std::int64_t kept = value >> shift;
  const std::int64_t half = std::int64_t{1} << (shift - 1);
  const std::int64_t dropped = value & (half + (half - 1));
  switch (rounding) {
    case Rounding::half_even:
      return kept + (dropped + (kept & 1) > half ? 1 : 0);
    case Rounding::half_up:
      return kept + (dropped >= half ? 1 : 0);
    case Rounding::toward_zero:
      return kept + (value < 0 && dropped != 0 ? 1 : 0);
    case Rounding::floor:
      break;
  }
  return kept;
}

/// raw * 2^shift brought into `bits` bits (1..64); any shift >= 0, without overflow on the way.
std::int64_t shift_left(std::int64_t raw, int shift, int bits, Overflow overflow);

/// True where raw * 2^shift + addend is `sum` among the whole numbers; shift in 0..62.
inline bool is_exact(std::int64_t raw, int shift, std::int64_t addend, std::int64_t sum) {
  std::int64_t exact = 0;
  return !__builtin_mul_overflow(raw, std::int64_t{1} << shift, &exact) &&
         !__builtin_add_overflow(exact, addend, &exact) && exact == sum;
}

/// Converts a raw value with `from_frac_bits` to `to`. The fraction may grow by any amount, or
/// shrink by up to 62 bits.
inline std::int64_t convert(std::int64_t raw, int from_frac_bits, const FixedFormat& to,
                            Rounding rounding, Overflow overflow) {
  const int shift = from_frac_bits - to.frac_bits;
  return shift >= 0 ? fit(round_shift(raw, shift, rounding), to.bits, overflow)
                    : shift_left(raw, -shift, to.bits, overflow);
}

/// Brings real numbers, divided by 2^scale first, into a format: what depends on the format alone
/// is computed once for all of them.
class FormatGrid {
 public:
  explicit FormatGrid(const FixedFormat& format, int scale = 0)
      : factor_(std::ldexp(1.0, format.frac_bits - scale)),
        reach_(std::ldexp(1.0, format.bits - 1)),
        format_(format) {}

  /// Rounds half to even; nullopt for NaN and where the format is too small. The result does not
  /// depend on the floating-point environment's rounding mode.
  std::optional<std::int64_t> operator()(double value) const {
    const double scaled = value * factor_;
    // Compared as a real number: the conversion of one that is too large would be undefined. False
    // for NaN, too.
    if (!(std::fabs(scaled) < reach_)) return at_the_edge(scaled);
    const auto whole = static_cast<std::int64_t>(scaled);
    // Exact, so no rounding mode can change the outcome, as it could with std::nearbyint.
    const double rest = std::fabs(scaled - static_cast<double>(whole));
    const bool away = rest > 0.5 || (rest == 0.5 && (whole & 1) != 0);
    const std::int64_t raw = away ? whole + (scaled < 0 ? -1 : 1) : whole;
    if (raw > format_.max_raw()) return std::nullopt;
    return raw;
  }

 private:
  /// The most negative value has a magnitude that no positive one has.
  std::optional<std::int64_t> at_the_edge(double scaled) const {
    const double below = -reach_ - scaled;
    const bool rounds_up = below < 0.5 || (below == 0.5 && format_.bits > 1);
    return below >= 0 && rounds_up ? std::optional(format_.min_raw()) : std::nullopt;
  }

  double factor_;
  double reach_;  ///< every magnitude in the format is smaller, but that of its least value
  FixedFormat format_;
};

/// A single number into `format`, as FormatGrid does.
std::optional<std::int64_t> quantise(double value, const FixedFormat& format);

/// raw as a real number; exact up to 53 significant bits.
inline double to_real(std::int64_t raw, const FixedFormat& format) {
  return static_cast<double>(raw) / static_cast<double>(std::uint64_t{1} << format.frac_bits);
}

/// The format of `bits` bits with the most fraction bits (0 to bits - 1) that holds `value` after
/// rounding; nullopt if none does.
std::optional<FixedFormat> smallest_format(double value, int bits);

}  // namespace drnn
