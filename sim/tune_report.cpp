#include "sim/tune_report.hpp"

#include "model/config/value_text.hpp"
#include "sim/report_text.hpp"
#include "sim/run_record.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

std::string real(std::int32_t threshold, const TuneContext& context) {
  return number_text(to_real(threshold, context.activation));
}

double pooled_sparsity(const RunStatistics& s) {
  return 1.0 - static_cast<double>(s.sent_x + s.sent_h) /
                   static_cast<double>(s.elements_x + s.elements_h);
}

double speedup_vs_theta0(const RunStatistics& s, const TuneContext& context) {
  return static_cast<double>(context.runs.last({0, 0}).statistics.total_cycles) /
         static_cast<double>(s.total_cycles);
}

void print_row(std::ostream& out, const Trial& trial, const TuneContext& context, bool chosen) {
  const TuneRun& run = context.runs.last(trial.thresholds);
  const RunStatistics& s = run.statistics;
  const double ddr_mb = static_cast<double>(s.ddr_read_bytes + s.ddr_written_bytes) / 1e6;
  out << text("%8s %8s %10s %8.3f %13s %10.2fx %8.3f Mbit %7.3f MB%s\n",
              real(trial.thresholds.x, context).c_str(), real(trial.thresholds.h, context).c_str(),
              error_text(context, trial.error).c_str(), pooled_sparsity(s),
              grouped(s.total_cycles).c_str(), speedup_vs_theta0(s, context),
              static_cast<double>(s.weight_read_bits) / 1e6, ddr_mb, chosen ? "  <-" : "");
}

Json trial_json(const Trial& trial, const TuneContext& context) {
  const RunStatistics& s = context.runs.last(trial.thresholds).statistics;
  return {{"theta_x", to_real(trial.thresholds.x, context.activation)},
          {"theta_h", to_real(trial.thresholds.h, context.activation)},
          {"error", trial.error},
          {"cycles", trial.cycles},
          {"speedup_vs_theta0", speedup_vs_theta0(s, context)},
          {"sparsity", pooled_sparsity(s)},
          {"weight_reads_bits", s.weight_read_bits},
          {"ddr_read_bytes", s.ddr_read_bytes},
          {"ddr_write_bytes", s.ddr_written_bytes}};
}

Json trials_json(const std::vector<Trial>& trials, const TuneContext& context) {
  Json rows = Json::array();
  for (const Trial& trial : trials) rows.push_back(trial_json(trial, context));
  return rows;
}

const char* error_key(const TuneContext& context) {
  if (context.error == TuneError::h_vs_theta0) return "h_error_vs_theta0_rms_activation_units";
  if (context.error == TuneError::h_vs_float) return "h_error_vs_float_rms_activation_units";
  if (context.metric == Metric::ctc) return "label_error";
  return context.metric == Metric::mse ? "mse" : "class_error";
}

}  // namespace

std::string error_name(const TuneContext& context) {
  if (context.error != TuneError::score) return "h error";
  if (context.metric == Metric::ctc) return "label error";
  return context.metric == Metric::mse ? "MSE" : "class error";
}

std::string error_text(const TuneContext& context, double error) {
  const bool fraction = context.error == TuneError::score && context.metric != Metric::mse;
  return fraction ? text("%.2f %%", 100.0 * error) : text("%.4g", error);
}

void print_tune(std::ostream& out, const TuneResult& result, const TuneContext& context) {
  if (result.neighbours > 0)
    print_line(out, "neighbours",
               std::to_string(result.neighbours) + " pairs next to the best on all sequences");
  out << text("\n%8s %8s %10s %8s %13s %11s %13s %10s\n", "theta_x", "theta_h", "error", "sparsity",
              "cycles", "vs theta 0", "weights read", "DDR");
  for (const Trial& trial : result.frontier)
    print_row(out, trial, context, result.choice && result.choice->thresholds == trial.thresholds);
  print_choice(out, result, context);
}

void print_choice(std::ostream& out, const TuneResult& result, const TuneContext& context) {
  const std::string budget = error_text(context, context.options.max_error);
  if (!result.choice) {
    print_line(out, "choice", "none: no pair's " + error_name(context) + " is at most " + budget);
    return;
  }
  const Trial& choice = *result.choice;
  const std::string x = real(choice.thresholds.x, context);
  const std::string h = real(choice.thresholds.h, context);
  print_line(out, "choice",
             "theta_x " + x + ", theta_h " + h + ": " + error_name(context) + " " +
                 error_text(context, choice.error) + ", " + grouped(choice.cycles) + " cycles");
  print_line(out, "",
             "drnn run --theta-x " + x + " --theta-h " + h + " on the same network and inputs");
}

Json tune_json(const TuneResult& result, const TuneContext& context) {
  Json rounds = Json::array();
  for (const TuneRound& round : result.rounds)
    rounds.push_back({{"pairs", round.pairs}, {"sequences", round.sequences}});
  return {{"max_error", context.options.max_error},
          {"error", error_key(context)},
          {"seed", context.options.seed},
          {"rounds", rounds},
          {"neighbours", result.neighbours},
          {"trials", trials_json(result.trials, context)},
          {"frontier", trials_json(result.frontier, context)},
          {"choice", result.choice ? trial_json(*result.choice, context) : Json(nullptr)}};
}

}  // namespace drnn
