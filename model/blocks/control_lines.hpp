#pragma once

#include <cstdint>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Run-time settings that the host writes into registers.
struct RunRegisters {
  std::int32_t theta_x = 0;  ///< activation format
  std::int32_t theta_h = 0;  ///< activation format
  bool skip = true;          ///< false: every element is sent (dense update)
};

/// The sequencer's registered outputs. A block may work on task k while k < its permission.
struct ControlLines {
  Register<bool> resetting{false};
  Register<std::uint64_t> scan_permitted{0};
  Register<std::uint64_t> mxv_permitted{0};
  Register<std::uint64_t> activation_permitted{0};
};

/// A block's registered report of how many tasks it has finished since the last state reset.
using TaskCount = Register<std::uint64_t>;

}  // namespace drnn
