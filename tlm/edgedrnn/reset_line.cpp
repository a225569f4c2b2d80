#include "tlm/edgedrnn/reset_line.hpp"

#include "model/config/errors.hpp"

namespace drnn {

ResetLine::ResetLine(EdgeAccelerator& accelerator)
    : ClockedBlock("reset_line", {"asserted", "released"}), accelerator_(accelerator) {}

bool ResetLine::write(std::uint32_t offset, std::uint32_t value) {
  if (offset != EDGEDRNN_RESET) return false;
  const bool wanted = (value & EDGEDRNN_RESET_ASSERTED) != 0;
  if (wanted == asserted()) return true;
  if (!wanted) {
    accelerator_.release_reset();
    return true;
  }
  try {
    accelerator_.hold_reset();
    return true;
  } catch (const InputError&) {
    return false;  // sizes that the hardware has no room for
  }
}

std::optional<std::uint32_t> ResetLine::read(std::uint32_t offset) const {
  if (offset != EDGEDRNN_RESET) return std::nullopt;
  return asserted() ? EDGEDRNN_RESET_ASSERTED : 0;
}

void ResetLine::evaluate(Cycle) {
  attribute(asserted() ? Cause::asserted : Cause::released);
}

}  // namespace drnn
