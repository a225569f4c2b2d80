#pragma once

#include <cstdint>
#include <optional>

#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "tlm/driver/edgedrnn_registers.h"
#include "tlm/register_block.hpp"

namespace drnn {

/// EdgeDRNN's register file on AXI-Lite [R]: 32 registers, all of them readable and writable;
/// offsets in tlm/driver/edgedrnn_registers.h.
class EdgeRegisterBlock : public RegisterBlock {
 public:
  explicit EdgeRegisterBlock(EdgeRegisters& registers) : registers_(registers) {}

  bool write(std::uint32_t offset, std::uint32_t value) override {
    if (!exists(offset)) return false;
    registers_.write(offset / 4, value);
    return true;
  }
  std::optional<std::uint32_t> read(std::uint32_t offset) const override {
    if (!exists(offset)) return std::nullopt;
    return registers_.read(offset / 4);
  }

 private:
  static bool exists(std::uint32_t offset) { return offset < EDGEDRNN_REGISTER_BYTES; }

  EdgeRegisters& registers_;
};

}  // namespace drnn
