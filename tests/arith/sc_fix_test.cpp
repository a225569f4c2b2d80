// Rounding and overflow against the fixed-point types of SystemC, which are slow and independent.
#define SC_INCLUDE_FX
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <systemc>

#include "model/arith/fixed_point.hpp"

namespace {

using drnn::FixedFormat;
using drnn::Overflow;
using drnn::Rounding;

constexpr int kFirst = -32768;
constexpr int kLast = 32767;

struct Mode {
  Rounding rounding;
  sc_dt::sc_q_mode sc_rounding;
  Overflow overflow;
  sc_dt::sc_o_mode sc_overflow;
};

std::array<Mode, 8> all_modes() {
  std::array<Mode, 8> modes{};
  std::size_t at = 0;
  for (const auto& [overflow, sc_overflow] :
       {std::pair{Overflow::wrap, sc_dt::SC_WRAP}, std::pair{Overflow::saturate, sc_dt::SC_SAT}}) {
    for (const auto& [rounding, sc_rounding] :
         {std::pair{Rounding::half_even, sc_dt::SC_RND_CONV},
          std::pair{Rounding::half_up, sc_dt::SC_RND}, std::pair{Rounding::floor, sc_dt::SC_TRN},
          std::pair{Rounding::toward_zero, sc_dt::SC_TRN_ZERO}}) {
      modes[at++] = {rounding, sc_rounding, overflow, sc_overflow};
    }
  }
  return modes;
}

/// Assigns raw * 2^-from_frac_bits to an sc_fix of the format and reads its raw value back.
class ScOracle {
 public:
  ScOracle(const FixedFormat& to, const Mode& mode)
      : frac_bits_(to.frac_bits),
        target_(to.bits, to.bits - to.frac_bits, mode.sc_rounding, mode.sc_overflow) {}

  std::int64_t operator()(int raw, int from_frac_bits) {
    sc_dt::sc_fxval value(raw);
    value >>= from_frac_bits;
    target_ = value;
    sc_dt::sc_fxval result(target_);
    result <<= frac_bits_;
    return static_cast<std::int64_t>(result.to_double());
  }

 private:
  int frac_bits_;
  sc_dt::sc_fix target_;
};

/// Compares all 65,536 values; returns how many differ.
int differences(int from_frac_bits, const FixedFormat& to, const Mode& mode) {
  ScOracle oracle(to, mode);
  int count = 0;
  for (int raw = kFirst; raw <= kLast; ++raw) {
    const auto result = drnn::convert(raw, from_frac_bits, to, mode.rounding, mode.overflow);
    if (result != oracle(raw, from_frac_bits)) ++count;
  }
  return count;
}

void check_all_modes(int from_frac_bits, const FixedFormat& to) {
  for (const Mode& mode : all_modes()) {
    CAPTURE(from_frac_bits, to.bits, to.frac_bits, mode.sc_rounding, mode.sc_overflow);
    CHECK(differences(from_frac_bits, to, mode) == 0);
  }
}

}  // namespace

TEST_CASE("a shrinking fraction rounds like sc_fix for every 16-bit value") {
  for (int shift = 0; shift <= 17; ++shift) check_all_modes(shift, {16, 0});
}

TEST_CASE("a narrowing conversion rounds and overflows like sc_fix for every 16-bit value") {
  for (int shift = 0; shift <= 9; ++shift) {
    check_all_modes(shift, {8, 0});
    check_all_modes(shift + 3, {12, 3});
  }
}

TEST_CASE("a growing fraction overflows like sc_fix for every 16-bit value") {
  for (int growth = 1; growth <= 15; ++growth) check_all_modes(0, {16, growth});
}
