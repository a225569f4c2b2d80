#include "model/arith/portable_exp.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace drnn {
namespace {

constexpr double kLargest = 708;  // e^708 and e^-708 are normal numbers
constexpr int kTerms = 14;        // |r|^14 / 14! < 5e-18 for |r| <= ln(2) / 2

// ln(2) in two parts: the first has 21 zero bits at its end, so that its product with an exponent
// is exact.
constexpr double kLn2High = 0x1.62e42fee00000p-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLog2E = 0x1.71547652b82fep+0;

/// 1/n! for n below kTerms.
constexpr std::array<double, kTerms> kCoefficients = [] {
  std::array<double, kTerms> coefficients{1};
  for (int n = 1; n < kTerms; ++n) coefficients[n] = coefficients[n - 1] / n;
  return coefficients;
}();

/// The Taylor series.
double series(double r) {
  double sum = 0;
  for (int n = kTerms - 1; n >= 0; --n) sum = sum * r + kCoefficients[n];
  return sum;
}

/// 2^exponent for the exponents of normal numbers; a product with it is exact.
double two_to_the(int exponent) {
  const std::uint64_t bits = static_cast<std::uint64_t>(exponent + 1023) << 52;
  double power;
  std::memcpy(&power, &bits, sizeof power);
  return power;
}

}  // namespace

double portable_exp(double x) {
  if (std::isnan(x)) return x;
  if (x < -kLargest) return 0;
  if (x > kLargest) x = kLargest;
  const double exponent = std::floor(x * kLog2E + 0.5);
  const double r = (x - exponent * kLn2High) - exponent * kLn2Low;
  return series(r) * two_to_the(static_cast<int>(exponent));
}

double portable_sigmoid(double x) {
  return 1 / (1 + portable_exp(-x));
}

double portable_tanh(double x) {
  return 1 - 2 / (1 + portable_exp(2 * x));
}

}  // namespace drnn
