#pragma once

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

/// Two's complement fixed point: value = raw * 2^-frac_bits, raw in `bits` bits, sign included.
struct FixedFormat {
  int bits = 16;
  int frac_bits = 8;

  constexpr std::int64_t min_raw() const { return -(std::int64_t{1} << (bits - 1)); }
  constexpr std::int64_t max_raw() const { return (std::int64_t{1} << (bits - 1)) - 1; }
  constexpr bool holds(std::int64_t raw) const { return raw >= min_raw() && raw <= max_raw(); }
  constexpr bool operator==(const FixedFormat& o) const {
    return bits == o.bits && frac_bits == o.frac_bits;
  }
};

/// "Q8.8" for 16 bits of which 8 are fraction: integer bits, sign included, then fraction bits.
std::string to_string(const FixedFormat& format);

/// value * 2^-shift under the given rounding; shift in 0..62.
std::int64_t round_shift(std::int64_t value, int shift, Rounding rounding);

/// Brings a raw value into `bits` bits (1..64) by wrapping or saturating.
std::int64_t fit(std::int64_t raw, int bits, Overflow overflow);

/// Converts a raw value with `from_frac_bits` to `to`; the fraction may grow or shrink.
std::int64_t convert(std::int64_t raw, int from_frac_bits, const FixedFormat& to,
                     Rounding rounding, Overflow overflow);

/// Rounds half to even on the grid of `format`; nullopt for NaN and where the format is too small.
std::optional<std::int64_t> quantise(double value, const FixedFormat& format);

/// raw as a real number.
double to_real(std::int64_t raw, const FixedFormat& format);

/// The format of `bits` bits with the most fraction bits that holds `value`; nullopt if none does.
std::optional<FixedFormat> smallest_format(double value, int bits);

}  // namespace drnn
