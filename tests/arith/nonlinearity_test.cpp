#include "model/arith/nonlinearity.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace {

using drnn::Nonlinearities;
using drnn::numeric_profile;
using drnn::NumericProfile;
using drnn::RangeTable;
using Ranges = std::vector<RangeTable::Range>;

constexpr int kFirst = -32768;
constexpr int kLast = 32767;

/// The positive side of a table as the released EdgeDRNN RTL has it: inclusive upper bounds.
const Ranges& rtl_sigmoid() {
  static const Ranges ranges{{32, 128},  {97, 144},  {165, 160}, {240, 176},  {325, 192},
                             {431, 208}, {580, 224}, {879, 240}, {kLast, 256}};
  return ranges;
}

const Ranges& rtl_tanh() {
  static const Ranges ranges{{8, 0},     {24, 16},    {40, 32},   {56, 48},   {73, 64},
                             {91, 80},   {110, 96},   {130, 112}, {151, 128}, {174, 144},
                             {201, 160}, {231, 176},  {268, 192}, {315, 208}, {385, 224},
                             {530, 240}, {kLast, 256}};
  return ranges;
}

std::int32_t look_up(const Ranges& ranges, int raw) {
  for (const RangeTable::Range& range : ranges) {
    if (raw <= range.upper) return range.value;
  }
  return -1;
}

/// The second oracle: long double, another algorithm for tanh, round to nearest by the library.
long double exact(bool is_tanh, int raw) {
  const long double x = static_cast<long double>(raw) / 256;
  const long double e = std::exp(-(is_tanh ? 2 : 1) * std::fabs(x));
  const long double magnitude = is_tanh ? (1 - e) / (1 + e) : 1 / (1 + e);
  if (raw >= 0) return magnitude;
  return is_tanh ? -magnitude : e / (1 + e);
}

int differences(const RangeTable& table, bool is_tanh, int gate_frac_bits) {
  int wrong = 0;
  for (int raw = kFirst; raw <= kLast; ++raw) {
    const long double steps = std::round(std::ldexp(exact(is_tanh, raw), gate_frac_bits));
    if (table(raw) != static_cast<int>(std::ldexp(steps, 8 - gate_frac_bits))) ++wrong;
  }
  return wrong;
}

/// How far the nearest point between two outputs is from any input's value, in output steps.
long double smallest_margin(bool is_tanh, int gate_frac_bits) {
  long double smallest = 1;
  for (int raw = kFirst; raw <= kLast; ++raw) {
    const long double scaled = std::ldexp(exact(is_tanh, raw), gate_frac_bits);
    const long double to_boundary = std::fabs(scaled - std::floor(scaled) - 0.5L);
    smallest = std::min(smallest, to_boundary);
  }
  return smallest;
}

}  // namespace

TEST_CASE("the EdgeDRNN tables are the ones of the RTL for every input") {
  const Nonlinearities tables(numeric_profile("edgedrnn"));
  int wrong = 0;
  for (int raw = 0; raw <= kLast; ++raw) {
    if (tables.sigmoid(raw) != look_up(rtl_sigmoid(), raw)) ++wrong;
    if (tables.tanh(raw) != look_up(rtl_tanh(), raw)) ++wrong;
    if (tables.sigmoid(-raw) != 256 - look_up(rtl_sigmoid(), raw)) ++wrong;
    if (tables.tanh(-raw) != -look_up(rtl_tanh(), raw)) ++wrong;
  }
  CHECK(wrong == 0);
  CHECK(tables.sigmoid(kFirst) == 0);
  CHECK(tables.tanh(kFirst) == -256);
}

TEST_CASE("the EdgeDRNN tables have 17 and 33 ranges with inclusive upper bounds") {
  const Nonlinearities tables(numeric_profile("edgedrnn"));
  REQUIRE(tables.sigmoid.ranges().size() == 17);
  REQUIRE(tables.tanh.ranges().size() == 33);
  // The range around zero comes first on the RTL's positive side.
  const std::size_t sigmoid_middle = 17 - rtl_sigmoid().size();
  const std::size_t tanh_middle = 33 - rtl_tanh().size();
  for (std::size_t i = 0; i < rtl_sigmoid().size(); ++i) {
    CHECK(tables.sigmoid.ranges()[sigmoid_middle + i].upper == rtl_sigmoid()[i].upper);
  }
  for (std::size_t i = 0; i < rtl_tanh().size(); ++i) {
    CHECK(tables.tanh.ranges()[tanh_middle + i].upper == rtl_tanh()[i].upper);
  }
}

TEST_CASE("sigmoid is symmetric about one half and tanh is odd in every named profile") {
  for (const std::string& name : drnn::numeric_profile_names()) {
    CAPTURE(name);
    const Nonlinearities tables(numeric_profile(name));
    int wrong = 0;
    for (int raw = 0; raw <= kLast; ++raw) {
      if (tables.sigmoid(-raw) != 256 - tables.sigmoid(raw)) ++wrong;
      if (tables.tanh(-raw) != -tables.tanh(raw)) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("every table entry equals a second computation in long double") {
  for (const std::string& name : drnn::numeric_profile_names()) {
    CAPTURE(name);
    const NumericProfile profile = numeric_profile(name);
    const Nonlinearities tables(profile);
    CHECK(differences(tables.sigmoid, false, profile.gate_frac_bits) == 0);
    CHECK(differences(tables.tanh, true, profile.gate_frac_bits) == 0);
  }
}

TEST_CASE("no table entry is so close to the next one that a math library could decide it") {
  // double carries 2^8 * f to 2^-45; a library that errs by thousands of units in the last place
  // stays below this margin.
  const long double margin = 1e-9L;
  for (const int gate_frac_bits : {4, 6, 8}) {
    CAPTURE(gate_frac_bits);
    CHECK(smallest_margin(false, gate_frac_bits) > margin);
    CHECK(smallest_margin(true, gate_frac_bits) > margin);
  }
}

TEST_CASE("the tables of the named profiles have the committed hashes") {
  for (const std::string& name : drnn::numeric_profile_names()) {
    CAPTURE(name);
    const Nonlinearities tables(numeric_profile(name));
    CHECK(tables.sigmoid.hash() == drnn::committed_table_hashes(name).sigmoid);
    CHECK(tables.tanh.hash() == drnn::committed_table_hashes(name).tanh);
    CHECK_NOTHROW(drnn::verify_tables(tables, name));
  }
  CHECK_THROWS_AS(drnn::committed_table_hashes("q99"), std::invalid_argument);
}

TEST_CASE("a table with one bent entry is caught") {
  const NumericProfile profile = numeric_profile("q88");
  const auto bend_bound = [](RangeTable& table) {
    Ranges ranges = table.ranges();
    ++ranges[ranges.size() / 2].upper;
    table = RangeTable(ranges, {16, 8});
  };
  const auto bend_value = [](RangeTable& table) {
    Ranges ranges = table.ranges();
    --ranges.front().value;
    table = RangeTable(ranges, {16, 8});
  };
  Nonlinearities bent_sigmoid(profile);
  bend_bound(bent_sigmoid.sigmoid);
  CHECK_THROWS_WITH(drnn::verify_tables(bent_sigmoid, "q88"), Catch::Contains("q88 sigmoid"));
  Nonlinearities bent_tanh(profile);
  bend_value(bent_tanh.tanh);
  CHECK_THROWS_AS(drnn::verify_tables(bent_tanh, "q88"), std::runtime_error);
  CHECK_THROWS_AS(drnn::verify_tables(Nonlinearities(profile), "edgedrnn"), std::runtime_error);
}

TEST_CASE("inputs are floored to multiples of the input step below zero too") {
  const int step = GENERATE(1, 2, 16, 256);
  NumericProfile profile = numeric_profile("q88");
  const Nonlinearities fine(profile);
  profile.gate_input_step_lsb = step;
  const Nonlinearities coarse(profile);
  int wrong = 0;
  for (int raw = kFirst; raw <= kLast; ++raw) {
    const int floored = static_cast<int>(std::floor(static_cast<double>(raw) / step)) * step;
    if (coarse.sigmoid(raw) != fine.sigmoid(floored)) ++wrong;
    if (coarse.tanh(raw) != fine.tanh(floored)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a gate output without fraction bits rounds the one tie up") {
  NumericProfile profile = numeric_profile("q88");
  profile.gate_frac_bits = 0;
  const Nonlinearities tables(profile);
  CHECK(tables.sigmoid(-1) == 0);
  CHECK(tables.sigmoid(0) == 256);
  CHECK(tables.tanh(0) == 0);
}

TEST_CASE("tables follow the activation format") {
  NumericProfile profile = numeric_profile("drnn");
  profile.activation = {8, 5};
  profile.delta_bits = 9;
  profile.gate_frac_bits = 4;
  const Nonlinearities tables(profile);
  for (int raw = -128; raw <= 127; ++raw) {
    const double x = raw / 32.0;
    CHECK(tables.sigmoid(raw) == 2 * std::lround(16 / (1 + std::exp(-x))));
    CHECK(tables.tanh(raw) == 2 * std::lround(16 * std::tanh(x)));
  }
}

TEST_CASE("every input is looked up as the formula says, whatever the formats are") {
  for (const int frac_bits : {4, 8, 11, 14}) {
    for (const int gate_frac_bits : {0, frac_bits / 2, frac_bits}) {
      CAPTURE(frac_bits, gate_frac_bits);
      NumericProfile profile = numeric_profile("drnn");
      profile.activation.frac_bits = frac_bits;
      profile.gate_frac_bits = gate_frac_bits;
      const Nonlinearities tables(profile);
      const auto value = [&](double y) {
        const double steps = std::floor(std::ldexp(y, gate_frac_bits) + 0.5);
        return static_cast<int>(std::ldexp(steps, frac_bits - gate_frac_bits));
      };
      int wrong = 0;
      for (int raw = kFirst; raw <= kLast; ++raw) {
        const double x = std::ldexp(raw, -frac_bits);
        if (tables.sigmoid(raw) != value(1 / (1 + std::exp(-x)))) ++wrong;
        if (tables.tanh(raw) != value(std::tanh(x))) ++wrong;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("a range table refuses bounds that do not cover the input format in order") {
  const drnn::FixedFormat input{8, 4};
  CHECK_NOTHROW(RangeTable({{0, 1}, {127, 2}}, input));
  CHECK_THROWS_AS(RangeTable({}, input), std::invalid_argument);
  CHECK_THROWS_AS(RangeTable({{126, 1}}, input), std::invalid_argument);
  CHECK_THROWS_AS(RangeTable({{5, 1}, {5, 2}, {127, 3}}, input), std::invalid_argument);
  CHECK_THROWS_AS(RangeTable({{-129, 1}, {127, 3}}, input), std::invalid_argument);
  CHECK_THROWS_AS(RangeTable({{65535, 1}}, drnn::FixedFormat{17, 4}), std::invalid_argument);
}
