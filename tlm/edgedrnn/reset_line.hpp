#pragma once

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/edgedrnn/edge_accelerator.hpp"
#include "tlm/driver/edgedrnn_registers.h"
#include "tlm/register_block.hpp"

namespace drnn {

/// The accelerator's reset line, driven by a register of the host [U]: the RTL has a reset input
/// and leaves open what drives it. The line rests for as long as the host leaves it.
///
/// | offset | name  | access | meaning                  |
/// |--------|-------|--------|--------------------------|
/// | 00h    | RESET | rw     | bit 0: reset is asserted |
///
/// Causes: asserted, released.
class ResetLine : public ClockedBlock, public RegisterBlock {
 public:
  enum class Cause { asserted, released };

  explicit ResetLine(EdgeAccelerator& accelerator);

  /// Cycles with the line asserted since the statistics were cleared.
  Cycle cycles_asserted() const { return cycles_of(Cause::asserted); }

  /// False, and nothing happens, where the size registers hold what the accelerator cannot.
  bool write(std::uint32_t offset, std::uint32_t value) override;
  std::optional<std::uint32_t> read(std::uint32_t offset) const override;

  void evaluate(Cycle now) override;
  bool commit() override { return false; }
  std::string describe() const override { return asserted() ? "asserted" : "released"; }

 private:
  bool asserted() const { return accelerator_.control().resetting.get(); }

  EdgeAccelerator& accelerator_;
};

}  // namespace drnn
