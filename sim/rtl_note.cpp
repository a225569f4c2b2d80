#include "sim/rtl_note.hpp"

#include <set>

#include "model/config/declarations.hpp"

namespace drnn {

namespace {

/// What decides the accelerator's words and cycles besides K, which has several compared values.
bool is_of_the_rtl(const Declaration& d) {
  return d.section() == "numeric" || d.name == "delta.fifo_depth";
}

std::string not_compared(const Declaration& d, const Parameters& p) {
  return d.name + " = " + d.get(p) + ": not compared with RTL";
}

}  // namespace

std::optional<std::string> rtl_note(const Parameters& p) {
  static const std::set<int> kComparedPes{4, 8, 16};
  if (p.accelerator.kind != AcceleratorKind::edgedrnn) return std::nullopt;
  if (kComparedPes.count(p.mac.num_pe) == 0)
    return not_compared(*find_declaration("mac.num_pe"), p);
  const Parameters released = default_parameters(AcceleratorKind::edgedrnn);
  for (const Declaration& d : declarations())
    if (is_of_the_rtl(d) && d.get(p) != d.get(released)) return not_compared(d, p);
  return std::nullopt;
}

}  // namespace drnn
