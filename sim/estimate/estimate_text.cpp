#include "sim/estimate/estimate_text.hpp"

#include <string>

#include "model/config/value_text.hpp"
#include "sim/energy_text.hpp"
#include "sim/report_text.hpp"

namespace drnn {

namespace {

double as_double(std::uint64_t count) {
  return static_cast<double>(count);
}

std::string sizes_text(const LoadedWorkload& workload) {
  const auto& layers = workload.network.layers;
  std::string sizes = std::to_string(layers.front().inputs) + " inputs";
  for (const QuantisedLayer& layer : layers) sizes += ", GRU " + std::to_string(layer.hidden);
  return sizes + "; " + std::to_string(workload.sequences.size()) + " sequences, " +
         grouped(workload.steps()) + " steps";
}

void print_head(std::ostream& out, bool drawn, const LoadedWorkload& workload) {
  print_line(out, "ESTIMATE",
             std::string("timing contracts in closed form, nothing simulated; deltas sent ") +
                 (drawn ? "drawn from the densities alone" : "as the untimed model sends them"));
  print_line(out, "workload", workload.name);
  print_line(out, "network", sizes_text(workload));
}

std::string cycles_text(const RunStatistics& s) {
  return grouped(s.total_cycles) +
         text(", %.1f a step without resets (at most %s); resets ",
              as_double(s.total_cycles - s.reset_cycles) / as_double(s.steps),
              grouped(s.max_step_cycles).c_str()) +
         grouped(s.reset_cycles) + "; load " + grouped(s.load_cycles) + " before";
}

std::string speedup_text(const RunRecord& r) {
  const auto vs_theta0 = r.speedup_vs_theta0();
  return text("%.2fx against dense", r.speedup_vs_dense()) +
         (vs_theta0 ? text(", %.2fx against theta 0", *vs_theta0) : "");
}

std::string memory_text(const RunStatistics& s) {
  return text("weights read %.3f Mbit; DDR read ", as_double(s.weight_read_bits) / 1e6) +
         grouped(s.ddr_read_bytes) + " B, written " + grouped(s.ddr_written_bytes) + " B";
}

std::string score_text(const std::optional<Score>& score) {
  if (!score || !score->value()) return "-";
  return score->metric == Metric::mse ? text("%.4g", *score->value())
                                      : text("%.2f %%", 100 * *score->value());
}

void print_compared(std::ostream& out, const char* name, double estimate, double simulated) {
  out << text("  %-22s %14.6g %14.6g %+9.2f %%\n", name, estimate, simulated,
              error_percent(estimate, simulated));
}

void print_check(std::ostream& out, const RunRecord& e, const RunRecord& s) {
  out << "\n" << text("  %-22s %14s %14s %11s\n", "check", "estimate", "simulated", "error");
  const auto line = [&](const char* name, auto number) {
    print_compared(out, name, number(e), number(s));
  };
  line("cycles", [](const RunRecord& r) { return as_double(r.main.total_cycles); });
  line("longest step, cycles",
       [](const RunRecord& r) { return as_double(r.main.max_step_cycles); });
  line("load, cycles", [](const RunRecord& r) { return as_double(r.main.load_cycles); });
  line("dense, cycles", [](const RunRecord& r) { return as_double(r.dense_cycles); });
  line("columns read", [](const RunRecord& r) { return as_double(r.main.columns_issued); });
  line("energy of a step, uJ", [](const RunRecord& r) { return 1e6 * r.energy.step_j(); });
  line("power, W", [](const RunRecord& r) { return r.energy.energy.power_w(); });
}

}  // namespace

double error_percent(double estimate, double simulated) {
  return simulated == 0 ? 0 : 100 * (estimate / simulated - 1);
}

void print_estimate(std::ostream& out, const EstimateRecord& record,
                    const LoadedWorkload& workload) {
  const RunRecord& r = record.estimate;
  print_head(out, record.drawn, workload);
  print_line(out, "thresholds",
             "theta_x " + number_text(r.theta_x_effective) + ", theta_h " +
                 number_text(r.theta_h_effective) + " in effect");
  print_line(out, "cycles", cycles_text(r.main));
  print_line(out, "time",
             text("%.6g s at %.6g MHz", r.time_s(), 1e6 / static_cast<double>(r.period_ps)));
  print_line(out, "throughput",
             text("%.1f GOp/s effective, %.1f peak", r.effective_gops(), r.peak_gops()));
  print_line(out, "speedup", speedup_text(r));
  print_line(out, "sparsity",
             text("dx %.3f, dh %.3f, pooled %.3f of the elements not sent", r.sparsity_x(),
                  r.sparsity_h(), r.sparsity_pooled()));
  print_line(out, "columns",
             grouped(r.main.columns_issued) + " read of " + grouped(r.dense_columns()));
  print_line(out, "memory", memory_text(r.main));
  print_line(out, "power proxy", power_text(r.energy));
  print_line(out, "energy", energy_text(r.energy));
  print_line(out, "resources", resources_text(r.resources, r.parameters));
  if (!record.drawn) print_line(out, "error", score_text(record.score));
  if (record.simulated) print_check(out, r, *record.simulated);
  for (const std::string& note : workload.notes) print_line(out, "note", note);
}

void print_estimate_table(std::ostream& out, const std::vector<EstimateRecord>& records,
                          const LoadedWorkload& workload) {
  print_head(out, records.front().drawn, workload);
  const bool checked = records.front().simulated.has_value();
  out << "\n"
      << text("%7s %8s %8s %11s %7s %9s %10s %9s", "theta", "error", "sparsity", "cycles", "GOp/s",
              "vs dense", "vs theta 0", "uJ/step")
      << (checked ? text(" %11s %9s", "simulated", "off by") : "") << "\n";
  for (const EstimateRecord& record : records) {
    const RunRecord& r = record.estimate;
    const auto vs_theta0 = r.speedup_vs_theta0();
    out << text("%7s %8s %8.3f %11s %7.1f %8.2fx %10s %9.4g", number_text(r.theta_x).c_str(),
                score_text(record.score).c_str(), r.sparsity_pooled(),
                grouped(r.main.total_cycles).c_str(), r.effective_gops(), r.speedup_vs_dense(),
                vs_theta0 ? text("%.2fx", *vs_theta0).c_str() : "-", 1e6 * r.energy.step_j());
    if (record.simulated) {
      const std::uint64_t simulated = record.simulated->main.total_cycles;
      out << text(" %11s %+7.2f %%", grouped(simulated).c_str(),
                  error_percent(as_double(r.main.total_cycles), as_double(simulated)));
    }
    out << "\n";
  }
  for (const std::string& note : workload.notes) print_line(out, "note", note);
}

}  // namespace drnn
