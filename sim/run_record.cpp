#include "sim/run_record.hpp"

namespace drnn {

namespace {

constexpr double kPicosecondsPerSecond = 1e12;

double unsent(std::uint64_t sent, std::uint64_t elements) {
  return 1.0 - static_cast<double>(sent) / static_cast<double>(elements);
}

double ratio(std::uint64_t a, std::uint64_t b) {
  return static_cast<double>(a) / static_cast<double>(b);
}

}  // namespace

double RunRecord::time_s() const {
  return static_cast<double>(main.total_cycles) * static_cast<double>(period_ps) /
         kPicosecondsPerSecond;
}

double RunRecord::effective_gops() const {
  return static_cast<double>(operations_per_step) * static_cast<double>(main.steps) / time_s() /
         1e9;
}

double RunRecord::peak_gops() const {
  return 2.0 * static_cast<double>(macs_per_cycle) * 1000.0 / static_cast<double>(period_ps);
}

double RunRecord::speedup_vs_dense() const {
  return ratio(dense_cycles, main.total_cycles);
}

std::optional<double> RunRecord::speedup_vs_theta0() const {
  if (!theta0_cycles) return std::nullopt;
  return ratio(*theta0_cycles, main.total_cycles);
}

double RunRecord::sparsity_x() const {
  return unsent(main.sent_x, main.elements_x);
}
double RunRecord::sparsity_h() const {
  return unsent(main.sent_h, main.elements_h);
}
double RunRecord::sparsity_pooled() const {
  return unsent(main.sent_x + main.sent_h, main.elements_x + main.elements_h);
}

std::uint64_t RunRecord::dense_columns() const {
  return main.steps * static_cast<std::uint64_t>(elements_per_step);
}

}  // namespace drnn
