#pragma once

#include <cstdint>
#include <optional>

namespace drnn {

/// 32-bit registers at byte offsets from a base. Accesses come between two clock cycles.
class RegisterBlock {
 public:
  virtual ~RegisterBlock() = default;
  /// False if there is no such register or it is read-only.
  virtual bool write(std::uint32_t offset, std::uint32_t value) = 0;
  /// Nothing if there is no such register.
  virtual std::optional<std::uint32_t> read(std::uint32_t offset) const = 0;
};

}  // namespace drnn
