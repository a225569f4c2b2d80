#include "model/arith/nonlinearity.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "model/arith/hash.hpp"

namespace drnn {

namespace {

double sigmoid_of(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double tanh_of(double x) { return std::tanh(x); }

/// The output for one input: on the gate's grid, in units of the activation format. Rounding half
/// up is half to even and half away too, because no tie occurs: both functions are irrational at
/// every rational but 0, where their values lie on every grid.
std::int32_t output_for(std::int32_t raw, const NumericProfile& profile, double (*function)(double)) {
  const std::int32_t floored = raw & ~(profile.gate_input_step_lsb - 1);
  const double value = function(to_real(floored, profile.activation));
  const double steps = std::floor(std::ldexp(value, profile.gate_frac_bits) + 0.5);
  return static_cast<std::int32_t>(
      std::ldexp(steps, profile.activation.frac_bits - profile.gate_frac_bits));
}

RangeTable make_table(const NumericProfile& profile, double (*function)(double)) {
  std::vector<RangeTable::Range> ranges;
  const auto first = static_cast<std::int32_t>(profile.activation.min_raw());
  const auto last = static_cast<std::int32_t>(profile.activation.max_raw());
  for (std::int32_t raw = first; raw <= last; ++raw) {
    const std::int32_t value = output_for(raw, profile, function);
    if (ranges.empty() || ranges.back().value != value) ranges.push_back({raw, value});
    ranges.back().upper = raw;
  }
  return RangeTable(std::move(ranges), profile.activation);
}

void verify(const RangeTable& table, std::uint64_t expected, const std::string& name) {
  if (table.hash() == expected) return;
  throw std::runtime_error("the " + name + " table differs from the committed one (hash " +
                           std::to_string(table.hash()) + ", committed " +
                           std::to_string(expected) + ")");
}

}  // namespace

RangeTable::RangeTable(std::vector<Range> ranges, const FixedFormat& input)
    : ranges_(std::move(ranges)), min_raw_(static_cast<std::int32_t>(input.min_raw())) {
  std::size_t range = 0;
  for (std::int64_t raw = input.min_raw(); raw <= input.max_raw(); ++raw) {
    while (range + 1 < ranges_.size() && raw > ranges_[range].upper) ++range;
    outputs_.push_back(ranges_[range].value);
  }
}

std::uint64_t RangeTable::hash() const {
  Fnv1a hash;
  for (const Range& range : ranges_) {
    hash.add(static_cast<std::uint64_t>(std::int64_t{range.upper}));
    hash.add(static_cast<std::uint64_t>(std::int64_t{range.value}));
  }
  return hash.value();
}

Nonlinearities::Nonlinearities(const NumericProfile& profile)
    : sigmoid(make_table(profile, sigmoid_of)), tanh(make_table(profile, tanh_of)) {}

TableHashes committed_table_hashes(std::string_view profile_name) {
  if (profile_name == "edgedrnn") return {0, 0};
  if (profile_name == "q88") return {0, 0};
  if (profile_name == "drnn") return {0, 0};
  throw std::invalid_argument("no committed tables for profile '" + std::string(profile_name) +
                              "'");
}

void verify_tables(const Nonlinearities& tables, std::string_view profile_name) {
  const TableHashes hashes = committed_table_hashes(profile_name);
  verify(tables.sigmoid, hashes.sigmoid, "sigmoid");
  verify(tables.tanh, hashes.tanh, "tanh");
}

}  // namespace drnn
