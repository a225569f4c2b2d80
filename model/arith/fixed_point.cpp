#include "model/arith/fixed_point.hpp"

namespace drnn {
namespace {

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
  return FormatGrid(format)(value);
}

std::optional<FixedFormat> smallest_format(double value, int bits) {
  for (int frac_bits = bits - 1; frac_bits >= 0; --frac_bits) {
    const FixedFormat format{bits, frac_bits};
    if (quantise(value, format)) return format;
  }
  return std::nullopt;
}

}  // namespace drnn
