#pragma once

#include <cstdint>

#include "model/config/parameters.hpp"
#include "tlm/ddr/ddr_device.hpp"

namespace drnn {

/// Where in the rank a burst lies.
struct DdrLocation {
  std::uint32_t row = 0;
  std::uint32_t bank = 0;
  std::uint32_t burst = 0;  ///< of BL8, within the row
};

/// Cuts byte addresses. All fields are powers of two, so that a cut is a shift and a mask.
class DdrAddress {
 public:
  DdrAddress(const DdrDevice& device, DdrMapping mapping);

  /// Bytes of a BL8 burst.
  std::uint32_t burst_bytes() const { return burst_bytes_; }
  /// First byte of the burst that holds `address`.
  std::uint64_t burst_start(std::uint64_t address) const {
    return address & ~std::uint64_t{burst_bytes_ - 1};
  }

  /// How many bursts a stretch of bytes touches.
  std::uint64_t bursts(std::uint64_t address, std::uint64_t bytes) const {
    return ((address + bytes - 1) >> burst_bits_) - (address >> burst_bits_) + 1;
  }

  /// How many bursts lie one behind the other in a row, from that of `address` on.
  std::uint64_t bursts_in_row(std::uint64_t address) const {
    return burst_.shift > burst_bits_ ? 1 : burst_.mask - burst_.of(address) + 1;
  }

  /// `address` is below the device's size.
  DdrLocation locate(std::uint64_t address) const {
    return {row_.of(address), bank_.of(address), burst_.of(address)};
  }
  /// Both lie in the same row of the same bank.
  bool same_row(std::uint64_t address, std::uint64_t other) const {
    return row_.of(address ^ other) == 0 && bank_.of(address ^ other) == 0;
  }

 private:
  struct Field {
    int shift = 0;
    std::uint32_t mask = 0;
    std::uint32_t of(std::uint64_t address) const {
      return static_cast<std::uint32_t>(address >> shift) & mask;
    }
  };

  std::uint32_t burst_bytes_;
  int burst_bits_;
  Field row_, bank_, burst_;
};

}  // namespace drnn
