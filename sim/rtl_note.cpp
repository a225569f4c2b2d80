#include "sim/rtl_note.hpp"

#include <set>

namespace drnn {

std::optional<std::string> rtl_note(const Parameters& p) {
  static const std::set<int> kComparedPes{4, 8, 16};
  const Parameters released = default_parameters(AcceleratorKind::edgedrnn);
  if (p.accelerator.kind != AcceleratorKind::edgedrnn) return std::nullopt;
  if (kComparedPes.count(p.mac.num_pe) == 0)
    return "mac.num_pe = " + std::to_string(p.mac.num_pe) +
           ": not compared with RTL, which 4, 8 and 16 were";
  if (p.delta.fifo_depth != released.delta.fifo_depth)
    return "delta.fifo_depth = " + std::to_string(p.delta.fifo_depth) +
           ": not compared with RTL, which " + std::to_string(released.delta.fifo_depth) + " was";
  if (p.numeric_profile_name != released.numeric_profile_name)
    return "numeric.profile = " + p.numeric_profile_name + ": not compared with RTL, which " +
           released.numeric_profile_name + " was";
  return std::nullopt;
}

}  // namespace drnn
