#include "sim/energy_report.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "model/config/value_text.hpp"
#include "model/stats/published_power.hpp"
#include "sim/energy_text.hpp"
#include "sim/report_text.hpp"

namespace drnn {

namespace {

constexpr std::size_t kShownSensitivities = 12;

void print_sums(std::ostream& out, const char* title,
                const std::vector<std::pair<std::string_view, double>>& sums,
                const Energy& energy) {
  out << title << "\n";
  for (const auto& [name, joules] : sums)
    out << text("  %-16.*s %9.4f W %5.1f %%\n", static_cast<int>(name.size()), name.data(),
                joules / energy.time_s, 100 * joules / energy.total_j);
}

void print_power(std::ostream& out, const RunRecord& record) {
  const Energy& energy = record.energy.energy;
  print_sums(out, "power by component", energy.by_component(), energy);
  print_sums(out, "\npower by phase of the work", energy.by_phase(), energy);
  out << "  whole_run is drawn all the time: phases overlap, so none has a share of it\n";
}

void print_sensitivity(std::ostream& out, const RunRecord& record) {
  const std::vector<Sensitivity>& all = record.energy.sensitivities;
  out << "power with one constant at either end of its range, the others as they are";
  if (record.energy.prices.scale != 1)
    out << text("; before the scaling by %.4g", record.energy.prices.scale);
  out << "\n";
  out << text("  %-26s %-11s %10s %20s %19s\n", "constant", "tag", "value", "range", "power, W");
  std::size_t shown = 0;
  for (const Sensitivity& s : all) {
    if (++shown > kShownSensitivities) break;
    const std::string range = number_text(s.entry.range->low) + " to " +
                              number_text(s.entry.range->high) + " " + std::string(s.entry.unit);
    out << text("  %-26s %-11s %10s %20s %8.3f to %7.3f\n", s.entry.key.c_str(),
                std::string(to_string(s.entry.tag)).c_str(), number_text(s.entry.value).c_str(),
                range.c_str(), s.low_w, s.high_w);
  }
  if (all.size() > kShownSensitivities)
    out << text("  and %zu that move it less; all are in --stats\n",
                all.size() - kShownSensitivities);
}

std::string figure_text(const PublishedFigure& figure, const char* unit) {
  return number_text(figure.value) + unit + " [" + std::string(to_string(figure.tag)) + "]";
}

void print_phrases(std::ostream& out, const char* title,
                   const std::vector<std::string_view>& phrases) {
  out << "  " << title << "\n";
  for (const std::string_view phrase : phrases) out << "    " << phrase << "\n";
}

std::string power_against(const EnergyReport& r, double watts) {
  std::string value = text("%.3f W: %.2f of it", r.energy.power_w(), r.energy.power_w() / watts);
  if (r.range)
    value += text("; %.1f to %.1f W, %.2f to %.2f of it, over the constants' ranges",
                  r.range->low_w, r.range->high_w, r.range->low_w / watts, r.range->high_w / watts);
  return value;
}

std::string efficiency_against(const EnergyReport& r) {
  std::string value = text("%.0f GOp/s/W", r.gops_per_w());
  if (r.range)
    value += text(", %.0f to %.0f over the constants' ranges", r.gops_per_w_at(r.range->high_w),
                  r.gops_per_w_at(r.range->low_w));
  return value;
}

void print_published(std::ostream& out, const RunRecord& record) {
  const EnergyReport& r = record.energy;
  const PublishedPower& published = published_power(r.kind);
  out << "against " << published.name << "\n";
  out << "  power " << figure_text(published.watts, " W") << ", here "
      << power_against(r, published.watts.value) << "\n";
  if (published.gops_per_w)
    out << "  efficiency " << figure_text(*published.gops_per_w, " GOp/s/W") << ", here "
        << efficiency_against(r) << "\n";
  out << "  counted there: " << published.counted << "\n";
  print_phrases(out, "counted here:", counted_in_proxy());
  print_phrases(out, "not counted here:", missing_in_proxy());
}

void print_resources(std::ostream& out, const RunRecord& record) {
  const Resources& r = record.resources;
  out << "resources\n";
  for (const ResourceUse& use : r.uses)
    out << text("  %-16s %9s of %7lld %5.1f %%\n", use.name.c_str(), number_text(use.used).c_str(),
                static_cast<long long>(use.available), 100 * use.utilisation());
  out << "  the first to run out: " << r.limiting().name << "\n";
  const auto published = published_resources(record.parameters.accelerator.kind);
  if (!published) return;
  out << "  DeltaRNN [unconfirmed]: BRAM36 " << number_text(published->bram36) << ", DSP48E1 "
      << number_text(published->dsp) << ", LUT " << number_text(published->luts) << ", FF "
      << number_text(published->flip_flops) << "; BRAM36 here with a bank a PE "
      << number_text(bram36_with_apart_banks(record.parameters, r)) << "\n";
}

void print_one(std::ostream& out, const RunRecord& record, EnergyReportPart part) {
  const std::pair<EnergyReportPart, void (*)(std::ostream&, const RunRecord&)> sections[] = {
      {EnergyReportPart::power, print_power},
      {EnergyReportPart::sensitivity, print_sensitivity},
      {EnergyReportPart::published, print_published},
      {EnergyReportPart::resources, print_resources}};
  bool behind = false;
  for (const auto& [name, print] : sections) {
    if (part != EnergyReportPart::all && part != name) continue;
    if (std::exchange(behind, true)) out << "\n";
    print(out, record);
  }
}

std::string line_of(const RunRecord& record) {
  const EnergyReport& r = record.energy;
  const auto range = [&](const char* format, double low, double high) {
    return r.range ? text(format, low, high) : std::string("-");
  };
  const double low_w = r.range ? r.range->low_w : 0, high_w = r.range ? r.range->high_w : 0;
  const std::string watts = range("%.1f to %.1f", low_w, high_w);
  const std::string efficiency =
      range("%.0f to %.0f", r.gops_per_w_at(high_w), r.gops_per_w_at(low_w));
  return text("%7s %8.3f %13s %9.1f %13s %11.4g\n", number_text(record.theta_x).c_str(),
              r.energy.power_w(), watts.c_str(), r.gops_per_w(), efficiency.c_str(),
              1e6 * r.step_j());
}

void print_thresholds(std::ostream& out, const std::vector<RunRecord>& records) {
  const EnergyReport& first = records.front().energy;
  const PublishedPower& published = published_power(first.kind);
  out << "power proxy and its range over the constants' ranges; table " << table_text(first)
      << "\n";
  out << text("%7s %8s %13s %9s %13s %11s\n", "theta", "W", "range", "GOp/s/W", "range",
              "uJ a step");
  for (const RunRecord& record : records) out << line_of(record);
  out << "against " << published.name << ": " << figure_text(published.watts, " W");
  if (published.gops_per_w) out << ", " << figure_text(*published.gops_per_w, " GOp/s/W");
  out << "\n";
}

}  // namespace

void print_energy_report(std::ostream& out, const std::vector<RunRecord>& records,
                         EnergyReportPart part, bool behind) {
  if (part == EnergyReportPart::none) return;
  if (behind) out << "\n";
  if (records.size() > 1)
    print_thresholds(out, records);
  else
    print_one(out, records.front(), part);
}

}  // namespace drnn
