#include "sim/summary.hpp"

#include <algorithm>
#include <string>

#include "model/config/value_text.hpp"
#include "sim/energy_text.hpp"
#include "sim/report_text.hpp"

namespace drnn {

namespace {

std::string megabits(std::uint64_t bits) {
  return text("%.3f Mbit", static_cast<double>(bits) / 1e6);
}

std::string network_text(const LoadedWorkload& workload) {
  const auto& layers = workload.network.layers;
  std::string sizes = std::to_string(layers.front().inputs) + " inputs";
  for (const QuantisedLayer& layer : layers) sizes += ", GRU " + std::to_string(layer.hidden);
  return sizes + "; " + std::to_string(workload.sequences.size()) + " sequences, " +
         grouped(workload.steps()) + " steps";
}

std::string theta_text(const RunRecord& r, const Configuration& configuration) {
  std::string value = "theta_x " + number_text(r.theta_x) + ", theta_h " + number_text(r.theta_h);
  if (r.theta_x != r.theta_x_effective || r.theta_h != r.theta_h_effective)
    value += " (in effect " + number_text(r.theta_x_effective) + " and " +
             number_text(r.theta_h_effective) + ")";
  return value + "; numeric profile " + configuration.parameters().numeric_profile_name;
}

std::string speedup_text(const RunRecord& r) {
  const auto vs_theta0 = r.speedup_vs_theta0();
  return text("%.2fx against dense, ", r.speedup_vs_dense()) +
         (vs_theta0 ? text("%.2fx against theta 0", *vs_theta0)
                    : "against theta 0: not run (--reference theta0)");
}

std::string causes_text(const RunRecord& r, const std::string& block_name) {
  std::string value;
  for (const BlockCauses& block : r.main.blocks) {
    if (block.block != block_name) continue;
    for (const auto& entry : block.causes) {
      if (entry.cycles == 0) continue;
      value += (value.empty() ? "" : ", ") + entry.cause +
               text(" %.1f %%", 100.0 * static_cast<double>(entry.cycles) /
                                    static_cast<double>(r.main.total_cycles));
    }
  }
  return value;
}

std::string ddr_text(const RunStatistics& s) {
  const DdrCounts& d = s.ddr;
  const std::uint64_t columns = d.reads + d.writes;
  const double data_clocks = 4.0 * static_cast<double>(columns);  // BL8
  return grouped(d.reads) + " reads, " + grouped(d.writes) + " writes of " +
         std::to_string(d.burst_bytes) + " B; " + grouped(d.activates) + " activates" +
         text(", %.1f %% row hits, bus busy %.1f %%",
              columns == 0 ? 0.0
                           : 100.0 * static_cast<double>(d.row_hits) / static_cast<double>(columns),
              d.clocks == 0 ? 0.0 : 100.0 * data_clocks / static_cast<double>(d.clocks));
}

std::string score_text(const Score& score) {
  const auto value = score.value();
  if (!value) return "-";
  return score.metric == Metric::mse ? text("%.4g", *value) : text("%.2f %%", 100.0 * *value);
}

std::string error_text(const RunRecord& r) {
  return r.accuracy ? score_text(r.accuracy->run) : "-";
}

const char* error_name(const RunRecord& r) {
  if (!r.accuracy) return "error";
  switch (r.accuracy->run.metric) {
    case Metric::ctc:
      return "label error";
    case Metric::class_last:
    case Metric::class_mean:
      return "class error";
    case Metric::mse:
      break;
  }
  return "MSE";
}

std::string accuracy_text(const RunRecord& r) {
  if (!r.accuracy) return "- (no labels, no targets)";
  return error_text(r) + "; theta 0 " + score_text(r.accuracy->theta0) + ", float network " +
         score_text(r.accuracy->trained);
}

std::string h_error_text(const Fidelity& f) {
  return text("%.4g rms, %.4g at most against theta 0; %.4g, %.4g against the float network",
              f.vs_theta0.rms(), f.vs_theta0.max(), f.vs_float.rms(), f.vs_float.max());
}

/// What was clipped, scaled or left its range; empty where nothing was.
std::string range_text(const RunRecord& r, const LoadedWorkload& workload) {
  std::string value;
  const auto add = [&value](std::uint64_t count, const char* what) {
    if (count > 0) value += (value.empty() ? "" : ", ") + grouped(count) + " " + what;
  };
  const auto& layers = workload.network.layers;
  add(static_cast<std::uint64_t>(workload.quantisation.saturated()), "values saturated");
  add(static_cast<std::uint64_t>(
          std::count_if(layers.begin(), layers.end(),
                        [](const auto& l) { return !(l.scales == LayerScales{}); })),
      "layers scaled");
  add(r.main.accumulators_out_of_range, "accumulator reads");
  add(r.main.conversions_out_of_range, "conversions");
  return value;
}

void print_row(std::ostream& out, const RunRecord& r) {
  const auto vs_theta0 = r.speedup_vs_theta0();
  const double ddr_mb = static_cast<double>(r.main.ddr_read_bytes + r.main.ddr_written_bytes) / 1e6;
  out << text("%7s %8s %8s %8.3f %11s %7.1f %8.2fx %10s %13s %7.3f MB\n",
              number_text(r.theta_x).c_str(), error_text(r).c_str(),
              text("%.4g", r.fidelity.vs_theta0.rms()).c_str(), r.sparsity_pooled(),
              grouped(r.main.total_cycles).c_str(), r.effective_gops(), r.speedup_vs_dense(),
              vs_theta0 ? text("%.2fx", *vs_theta0).c_str() : "-",
              megabits(r.main.weight_read_bits).c_str(), ddr_mb);
}

void print_notes(std::ostream& out, const LoadedWorkload& workload) {
  for (const std::string& note : workload.notes) print_line(out, "note", note);
}

}  // namespace

void print_summary(std::ostream& out, const RunRecord& r, const LoadedWorkload& workload,
                   const Configuration& configuration) {
  const RunStatistics& s = r.main;
  print_line(out, "workload", workload.name);
  print_line(out, "network", network_text(workload));
  print_line(out, "thresholds", theta_text(r, configuration));
  print_line(
      out, "cycles",
      grouped(s.total_cycles) +
          text(", %.1f a step without resets (at most %llu); resets ",
               static_cast<double>(s.total_cycles - s.reset_cycles) / static_cast<double>(s.steps),
               static_cast<unsigned long long>(s.max_step_cycles)) +
          grouped(s.reset_cycles) + "; load " + grouped(s.load_cycles) + " before");
  print_line(out, "time",
             text("%.6g s at %.6g MHz", r.time_s(), 1e6 / static_cast<double>(r.period_ps)));
  print_line(out, "throughput",
             text("%.1f GOp/s effective, %.1f peak", r.effective_gops(), r.peak_gops()));
  print_line(out, "speedup", speedup_text(r));
  print_line(out, "sparsity",
             text("dx %.3f, dh %.3f, pooled %.3f of the elements not sent", r.sparsity_x(),
                  r.sparsity_h(), r.sparsity_pooled()));
  if (workload.synthetic)
    print_line(out, "densities",
               text("asked x %.3f, h %.3f; measured x %.3f, h %.3f", workload.density_x_asked,
                    workload.density_h_asked, 1 - r.sparsity_x(), 1 - r.sparsity_h()));
  print_line(
      out, "columns",
      grouped(s.columns_issued) + " read of " + grouped(r.dense_columns()) +
          (s.bias_columns_issued > 0 ? ", and " + grouped(s.bias_columns_issued) + " bias columns"
                                     : ""));
  print_line(out, "memory",
             "weights read " + megabits(s.weight_read_bits) + "; state read " +
                 megabits(s.state_read_bits) + ", written " + megabits(s.state_written_bits));
  print_line(out, "",
             "sums read " + megabits(s.accumulator_read_bits) + ", written " +
                 megabits(s.accumulator_written_bits) + "; DDR read " + grouped(s.ddr_read_bytes) +
                 " B, written " + grouped(s.ddr_written_bytes) + " B");
  print_line(out, "DDR3", ddr_text(s));
  if (configuration.kind() == AcceleratorKind::edgedrnn)
    print_line(out, "PEs", causes_text(r, "processing_controller"));
  else
    print_line(out, "MAC channels", causes_text(r, "mxv_unit"));
  print_line(out, "power proxy", power_text(r.energy));
  print_line(out, "energy", energy_text(r.energy));
  print_line(out, "resources", resources_text(r.resources, configuration.parameters()));
  print_line(out, error_name(r), accuracy_text(r));
  print_line(out, "h error", h_error_text(r.fidelity));
  if (const std::string ranges = range_text(r, workload); !ranges.empty())
    print_line(out, "out of range", ranges);
  print_notes(out, workload);
}

void print_table(std::ostream& out, const std::vector<RunRecord>& records,
                 const LoadedWorkload& workload) {
  print_line(out, "workload", workload.name);
  print_line(out, "network", network_text(workload));
  out << "\n"
      << text("%7s %8s %8s %8s %11s %7s %9s %10s %13s %10s\n", "theta", "error", "h error",
              "sparsity", "cycles", "GOp/s", "vs dense", "vs theta 0", "weights read", "DDR");
  for (const RunRecord& r : records) print_row(out, r);
  print_notes(out, workload);
}

}  // namespace drnn
