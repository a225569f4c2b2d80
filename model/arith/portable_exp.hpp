#pragma once

namespace drnn {

/// e^x to about one unit in the last place, from IEEE additions and multiplications alone: the same
/// bits on every machine, which the C library does not promise. 0 below -708 and the value at 708
/// above it; NaN gives NaN.
double portable_exp(double x);

/// 1 / (1 + e^-x) and tanh(x), within 1e-15 of the exact value, from portable_exp().
double portable_sigmoid(double x);
double portable_tanh(double x);

}  // namespace drnn
