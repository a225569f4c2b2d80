#pragma once

namespace drnn {

/// The quotient, rounded up.
template <class Integer>
constexpr Integer ceil_div(Integer a, Integer b) {
  return (a + b - 1) / b;
}

}  // namespace drnn
