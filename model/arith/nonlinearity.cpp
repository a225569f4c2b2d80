#include "model/arith/nonlinearity.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "model/arith/hash.hpp"

namespace drnn {
namespace {

double sigmoid_of(double x) {
  return 1.0 / (1.0 + std::exp(-x));
}
double tanh_of(double x) {
  return std::tanh(x);
}

using Function = double (*)(double);

std::int32_t table_value(Function f, std::int32_t raw, const NumericProfile& p) {
  // Clearing the low bits floors in two's complement, below zero too.
  const std::int32_t floored = raw & ~(p.gate_input_step_lsb - 1);
  const double y = f(to_real(floored, p.activation));
  const double steps = std::floor(std::ldexp(y, p.gate_frac_bits) + 0.5);
  return static_cast<std::int32_t>(std::ldexp(steps, p.activation.frac_bits - p.gate_frac_bits));
}

/// The last input from `raw` to `high` with the value of `raw`. The functions never fall, and near
/// a point between two outputs they rise by far more from one input to the next than a library
/// errs.
std::int32_t range_end(Function f, std::int32_t raw, std::int32_t high, const NumericProfile& p) {
  const std::int32_t value = table_value(f, raw, p);
  const auto same = [&](std::int32_t at) { return table_value(f, at, p) == value; };
  std::int32_t inside = raw, step = 1;
  while (high - inside >= step && same(inside + step)) {
    inside += step;
    step *= 2;
  }
  for (; step > 0; step /= 2)
    if (high - inside >= step && same(inside + step)) inside += step;
  return inside;
}

RangeTable build(Function f, const NumericProfile& p) {
  const auto high = static_cast<std::int32_t>(p.activation.max_raw());
  std::vector<RangeTable::Range> ranges;
  for (auto raw = static_cast<std::int32_t>(p.activation.min_raw()); raw <= high;
       raw = ranges.back().upper + 1)
    ranges.push_back({range_end(f, raw, high, p), table_value(f, raw, p)});
  return RangeTable(std::move(ranges), p.activation);
}

const NumericProfile& validated(const NumericProfile& profile) {
  validate(profile);
  return profile;
}

void verify(const RangeTable& table, std::uint64_t committed, const std::string& name) {
  if (table.hash() == committed) return;
  throw std::runtime_error("the " + name + " table has hash " + to_hex(table.hash()) +
                           " instead of the committed " + to_hex(committed) +
                           ": this build's compiler or math library computes it differently");
}

[[noreturn]] void refuse(const std::string& fault) {
  throw std::invalid_argument("range table: " + fault);
}

void check_ranges(const std::vector<RangeTable::Range>& ranges, const FixedFormat& input) {
  if (input.bits > 16) refuse("inputs have at most 16 bits, not " + std::to_string(input.bits));
  if (ranges.empty() || ranges.back().upper != input.max_raw()) {
    refuse("the last range must end at " + std::to_string(input.max_raw()));
  }
  std::int64_t previous = input.min_raw() - 1;
  for (const RangeTable::Range& range : ranges) {
    if (range.upper <= previous) refuse("bound " + std::to_string(range.upper) + " is too low");
    previous = range.upper;
  }
}

}  // namespace

RangeTable::RangeTable(std::vector<Range> ranges, const FixedFormat& input)
    : ranges_(std::move(ranges)), min_raw_(static_cast<std::int32_t>(input.min_raw())) {
  check_ranges(ranges_, input);
  outputs_.reserve(std::size_t{1} << input.bits);
  for (const Range& range : ranges_) {
    outputs_.resize(static_cast<std::size_t>(range.upper - min_raw_) + 1,
                    static_cast<std::int16_t>(range.value));
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
    : sigmoid(build(sigmoid_of, validated(profile))), tanh(build(tanh_of, profile)) {}

TableHashes committed_table_hashes(std::string_view profile_name) {
  if (profile_name == "edgedrnn") return {0x916ec34439b2c0b0u, 0xbae363a4e1218998u};
  if (profile_name == "q88") return {0x2d3942165b9b2f4cu, 0x30f3cecd2e498434u};
  if (profile_name == "drnn") return {0x9002efa78fc66e9cu, 0x75e4487f7aeca238u};
  throw std::invalid_argument("no table hashes are committed for the numeric profile '" +
                              std::string(profile_name) + "'");
}

void verify_tables(const Nonlinearities& tables, std::string_view profile_name) {
  const TableHashes committed = committed_table_hashes(profile_name);
  const std::string profile(profile_name);
  verify(tables.sigmoid, committed.sigmoid, profile + " sigmoid");
  verify(tables.tanh, committed.tanh, profile + " tanh");
}

}  // namespace drnn
