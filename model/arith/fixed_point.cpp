#include "model/arith/fixed_point.hpp"

#include <cmath>

namespace drnn {
namespace {

/// 2^exponent, 0..63, without the library's call.
double two_to_power(int exponent) {
  return static_cast<double>(std::uint64_t{1} << exponent);
}

/// A magnitude of at most 2^63 rounded half to even. The difference to the whole number below
/// is exact, so no rounding mode can change the outcome, as it could with std::nearbyint.
std::uint64_t round_magnitude(double magnitude) {
  const auto below = static_cast<std::uint64_t>(magnitude);
  const double rest = magnitude - static_cast<double>(below);
  return below + (rest > 0.5 || (rest == 0.5 && below % 2 != 0) ? 1 : 0);
}

std::int64_t saturating_shift_left(std::int64_t raw, int shift, const FixedFormat& format) {
  if (raw == 0) return 0;
  const bool leaves_format = shift >= format.bits || raw > (format.max_raw() >> shift) ||
                             raw < (format.min_raw() >> shift);
  if (leaves_format) return raw > 0 ? format.max_raw() : format.min_raw();
  return raw * (std::int64_t{1} << shift);
}

}  // namespace

std::string to_string(const FixedFormat& format) {
  return "Q" + std::to_string(format.bits - format.frac_bits) + "." +
         std::to_string(format.frac_bits);
}

std::int64_t shift_left(std::int64_t raw, int shift, int bits, Overflow overflow) {
  if (overflow == Overflow::saturate) return saturating_shift_left(raw, shift, {bits, 0});
  if (shift >= bits) return 0;
  return wrap_to(static_cast<std::int64_t>(static_cast<std::uint64_t>(raw) << shift), bits);
}

std::optional<std::int64_t> quantise(double value, const FixedFormat& format) {
  const double magnitude = std::fabs(value) * two_to_power(format.frac_bits);
  // Compared as a real number: the conversion of one that is too large would be undefined. False
  // for NaN, too.
  if (!(magnitude <= two_to_power(format.bits - 1) + 0.5)) return std::nullopt;
  const std::uint64_t rounded = round_magnitude(magnitude);
  const std::uint64_t limit = std::uint64_t{1} << (format.bits - 1);
  if (std::signbit(value))
    return rounded <= limit ? std::optional(static_cast<std::int64_t>(0 - rounded)) : std::nullopt;
  return rounded < limit ? std::optional(static_cast<std::int64_t>(rounded)) : std::nullopt;
}

std::optional<FixedFormat> smallest_format(double value, int bits) {
  for (int frac_bits = bits - 1; frac_bits >= 0; --frac_bits) {
    const FixedFormat format{bits, frac_bits};
    if (quantise(value, format)) return format;
  }
  return std::nullopt;
}

}  // namespace drnn
