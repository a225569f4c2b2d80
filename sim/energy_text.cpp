#include "sim/energy_text.hpp"

#include "model/config/value_text.hpp"
#include "sim/report_text.hpp"

namespace drnn {

std::string table_text(const EnergyReport& r) {
  std::string value = r.prices.on_chip.name();
  if (r.calibrated_to_w) value += ", CALIBRATED to " + number_text(*r.calibrated_to_w) + " W";
  if (r.prices.scale != 1) value += text(", scaled by %.4g", r.prices.scale);
  return value;
}

std::string power_text(const EnergyReport& r) {
  std::string value = text("%.3f W, %.1f GOp/s/W", r.energy.power_w(), r.gops_per_w());
  if (r.range)
    value +=
        text("; %.1f to %.1f W, %.0f to %.0f GOp/s/W over its constants' ranges", r.range->low_w,
             r.range->high_w, r.gops_per_w_at(r.range->high_w), r.gops_per_w_at(r.range->low_w));
  return value + "; table " + table_text(r);
}

std::string energy_text(const EnergyReport& r) {
  std::string value =
      text("%.4g uJ a step, %.4g pJ an operation", 1e6 * r.step_j(), 1e12 * r.operation_j());
  if (r.frame_ms)
    value +=
        text("; %.4g mJ a second of input at %g ms a step", 1e3 * *r.input_second_j(), *r.frame_ms);
  if (const auto waiting = r.input_second_waiting_j())
    value += text(", %.4g mJ if it waits powered", 1e3 * *waiting);
  return value;
}

std::string resources_text(const Resources& r, const Parameters& p) {
  std::string value;
  for (const char* name : {"bram36", "dsp"})
    for (const ResourceUse& use : r.uses)
      if (use.name == name)
        value += number_text(use.used) + " of " + std::to_string(use.available) +
                 (use.name == "dsp" ? " DSP48E1, " : " BRAM36, ");
  return value +
         text("about %.0f k LUT, %.0f k FF: ", static_cast<double>(r.luts) / 1000,
              static_cast<double>(r.flip_flops) / 1000) +
         (r.fits ? "fits " : "DOES NOT FIT ") + p.device.name + ", first " + r.limiting().name +
         text(" at %.0f %%", 100 * r.limiting().utilisation());
}

}  // namespace drnn
