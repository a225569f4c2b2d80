#pragma once

#include <cstdint>

#include "tlm/memory_port.hpp"

namespace drnn {

/// A command word of 80 bits, as it goes over the command stream.
struct DataMoverWord {
  std::uint64_t low = 0;   ///< bits 63 to 0
  std::uint16_t high = 0;  ///< bits 79 to 64
  bool operator==(const DataMoverWord& other) const {
    return low == other.low && high == other.high;
  }
};

/// A command of the AXI DataMover with an address of 40 bits; field names and places as in PG022.
struct DataMoverCommand {
  static constexpr std::uint32_t kMaxBytes = (1u << 23) - 1;

  std::uint32_t bytes = 0;     ///< BTT, 22:0
  bool increment = true;       ///< TYPE, 23: the address increments, or stays fixed
  std::uint8_t alignment = 0;  ///< DSA, 29:24: for the realignment engine; no effect in the model
  bool end_of_frame = false;   ///< EOF, 30: the last beat carries tlast
  bool realign = false;        ///< DRR, 31: for the realignment engine; no effect in the model
  std::uint64_t address = 0;   ///< SADDR, 71:32
  std::uint8_t tag = 0;        ///< TAG, 75:72, returned in the status
};

/// Bits 79:76, reserved, become 0. Throws SimulationError where a value has more bits than its
/// field.
DataMoverWord pack(const DataMoverCommand& command);
/// The reserved bits are ignored.
DataMoverCommand unpack(const DataMoverWord& word);

/// How a command ended.
struct DataMoverStatus {
  std::uint8_t tag = 0;
  bool internal_error = false;  ///< the command had no bytes to transfer
  bool decode_error = false;
  bool slave_error = false;

  bool okay() const { return !internal_error && !decode_error && !slave_error; }
  void add(BurstResponse response);
  /// The status word: TAG 3:0, INTERR 4, DECERR 5, SLVERR 6, OKAY 7.
  std::uint8_t word() const;
};

}  // namespace drnn
