#include "sim/energy_text.hpp"

#include "model/config/value_text.hpp"
#include "model/stats/published_power.hpp"
#include "sim/report_text.hpp"

namespace drnn {

namespace {

constexpr std::size_t kShownSensitivities = 12;

void print_sums(std::ostream& out, const char* title,
                const std::vector<std::pair<std::string, double>>& sums, const Energy& energy) {
  out << "\n" << title << "\n";
  for (const auto& [name, joules] : sums)
    out << text("  %-16s %9.4f W %5.1f %%\n", name.c_str(), joules / energy.time_s,
                100 * joules / energy.total_j);
}

void print_sensitivities(std::ostream& out, const EnergyReport& r) {
  out << "\npower with one constant at either end of its range, the others as they are\n";
  out << text("  %-26s %-11s %10s %20s %19s\n", "constant", "tag", "value", "range", "power, W");
  std::size_t shown = 0;
  for (const Sensitivity& s : r.sensitivities) {
    if (++shown > kShownSensitivities) break;
    const std::string range = number_text(s.entry.range->low) + " to " +
                              number_text(s.entry.range->high) + " " + std::string(s.entry.unit);
    out << text("  %-26s %-11s %10s %20s %8.3f to %7.3f\n", s.entry.key.c_str(),
                std::string(to_string(s.entry.tag)).c_str(), number_text(s.entry.value).c_str(),
                range.c_str(), s.low_w, s.high_w);
  }
  if (r.sensitivities.size() > kShownSensitivities)
    out << text("  and %zu that move it less; all are in --stats\n",
                r.sensitivities.size() - kShownSensitivities);
}

std::string figure_text(const PublishedFigure& figure, const char* unit) {
  return number_text(figure.value) + unit + " [" + std::string(to_string(figure.tag)) + "]";
}

void print_phrases(std::ostream& out, const char* title,
                   const std::vector<std::string_view>& phrases) {
  out << "  " << title << "\n";
  for (const std::string_view phrase : phrases) out << "    " << phrase << "\n";
}

void print_published(std::ostream& out, const EnergyReport& r) {
  const PublishedPower& published = published_power(r.kind);
  out << "\nagainst " << published.name << "\n";
  out << "  power " << figure_text(published.watts, " W") << ", here "
      << text("%.3f W: %.2f of it", r.energy.power_w(), r.energy.power_w() / published.watts.value)
      << "\n";
  if (published.gops_per_w)
    out << "  efficiency " << figure_text(*published.gops_per_w, " GOp/s/W") << ", here "
        << text("%.0f GOp/s/W", r.gops_per_w()) << "\n";
  out << "  counted there: " << published.counted << "\n";
  print_phrases(out, "counted here:", counted_in_proxy());
  print_phrases(out, "not counted here:", missing_in_proxy());
}

void print_uses(std::ostream& out, const Resources& r) {
  out << "\nresources\n";
  for (const ResourceUse& use : r.uses)
    out << text("  %-16s %9s of %7lld %5.1f %%\n", use.name.c_str(), number_text(use.used).c_str(),
                static_cast<long long>(use.available), 100 * use.utilisation());
  out << "  the first to run out: " << r.limiting().name << "\n";
}

void print_published_resources(std::ostream& out, const Resources& r, const Parameters& p) {
  const auto published = published_resources(p.accelerator.kind);
  if (!published) return;
  out << "  DeltaRNN [unconfirmed]: BRAM36 " << number_text(published->bram36) << ", DSP48E1 "
      << number_text(published->dsp) << ", LUT " << number_text(published->luts) << ", FF "
      << number_text(published->flip_flops) << "; BRAM36 here with a bank a PE "
      << number_text(bram36_with_apart_banks(p, r)) << "\n";
}

}  // namespace

std::string power_text(const EnergyReport& r) {
  std::string value = text("%.3f W", r.energy.power_w());
  if (r.range)
    value += text(", %.1f to %.1f W over its constants' ranges", r.range->low_w, r.range->high_w);
  value += text("; %.1f GOp/s/W; table ", r.gops_per_w()) + r.prices.on_chip.name();
  if (r.calibrated_to_w) value += ", CALIBRATED to " + number_text(*r.calibrated_to_w) + " W";
  if (r.prices.scale != 1) value += text(", scaled by %.4g", r.prices.scale);
  return value;
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

void print_power_table(std::ostream& out, const std::vector<RunRecord>& records) {
  out << "\n";
  for (const RunRecord& record : records)
    out << text("%7s  ", number_text(record.theta_x).c_str()) << power_text(record.energy) << "\n";
}

void print_energy_report(std::ostream& out, const RunRecord& record) {
  const EnergyReport& r = record.energy;
  print_sums(out, "power by component", r.energy.by_component(), r.energy);
  print_sums(out, "power by phase of the work", r.energy.by_phase(), r.energy);
  out << "  whole_run is drawn all the time: phases overlap, so none has a share of it\n";
  print_sensitivities(out, r);
  print_published(out, r);
  print_uses(out, record.resources);
  print_published_resources(out, record.resources, record.parameters);
}

}  // namespace drnn
