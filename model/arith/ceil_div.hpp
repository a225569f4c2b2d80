#pragma once

namespace drnn {

/// ceil(a / b) for a of at least 0 and positive b.
template <class Integer>
constexpr Integer ceil_div(Integer a, Integer b) {
  return (a + b - 1) / b;
}

}  // namespace drnn
