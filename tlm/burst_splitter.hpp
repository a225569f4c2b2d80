#pragma once

#include <cstddef>
#include <cstdint>

#include "tlm/memory_port.hpp"

namespace drnn {

/// The bursts that a port takes.
struct BurstShape {
  int port_bytes = 8;    ///< data width of the port: the bytes of a beat, a power of two
  int burst_beats = 16;  ///< longest burst

  std::uint64_t burst_bytes() const {
    return static_cast<std::uint64_t>(port_bytes) * static_cast<std::uint64_t>(burst_beats);
  }
  /// Data beats of a burst; the first is short where the address is not a multiple of a beat.
  Cycle beats(std::uint64_t address, std::uint64_t bytes) const;
  Cycle beats(const Burst& burst) const { return beats(burst.address, burst.data.size()); }
  /// Bytes of a read burst whose beats are visible in cycle `now`.
  std::size_t visible_bytes(const Burst& burst, Cycle now) const;
};

/// Splits a stretch of memory into bursts, as the AXI DataMover does: each ends at the next address
/// that is a multiple of the longest burst's bytes, at a 4 KB boundary (AXI) or at the stretch's
/// end, whichever comes first. So only the first and the last burst are shorter than the longest,
/// and no burst has more beats, wherever it starts.
class BurstSplitter {
 public:
  explicit BurstSplitter(const BurstShape& shape) : shape_(shape) {}

  void start(std::uint64_t address, std::uint64_t bytes) {
    address_ = address;
    bytes_left_ = bytes;
    measure_next();
  }
  void clear() { bytes_left_ = next_bytes_ = 0; }

  bool done() const { return bytes_left_ == 0; }
  std::uint64_t bytes_left() const { return bytes_left_; }
  /// Address and length of the next burst; not when done().
  std::uint64_t address() const { return address_; }
  std::uint64_t next_bytes() const { return next_bytes_; }
  /// Goes on to the burst behind it.
  void advance();

 private:
  void measure_next();

  const BurstShape shape_;
  std::uint64_t address_ = 0;
  std::uint64_t bytes_left_ = 0;
  std::uint64_t next_bytes_ = 0;
};

}  // namespace drnn
