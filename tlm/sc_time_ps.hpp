#pragma once

#include <cstdint>
#include <systemc>

namespace drnn {

/// Once: it is slow.
inline sc_core::sc_time picoseconds(std::uint64_t value) {
  return sc_core::sc_time(static_cast<double>(value), sc_core::SC_PS);
}

/// Picoseconds in the kernel's resolution, which is one or finer and no longer changes once a time
/// exists.
class PicosecondScale {
 public:
  PicosecondScale() : units_(picoseconds(1).value()) {}

  sc_core::sc_time time(std::uint64_t picoseconds) const {
    return sc_core::sc_time::from_value(picoseconds * units_);
  }
  /// Rounded down.
  std::uint64_t count(const sc_core::sc_time& time) const {
    return units_ == 1 ? time.value() : time.value() / units_;
  }

 private:
  std::uint64_t units_;
};

}  // namespace drnn
