#pragma once

#include <cstdint>
#include <systemc>

namespace drnn {

inline sc_core::sc_time picoseconds(std::uint64_t value) {
  return sc_core::sc_time(static_cast<double>(value), sc_core::SC_PS);
}

/// Rounded down where the kernel's resolution is finer.
inline std::uint64_t to_picoseconds(const sc_core::sc_time& time) {
  return time.value() / sc_core::sc_time(1, sc_core::SC_PS).value();
}

}  // namespace drnn
