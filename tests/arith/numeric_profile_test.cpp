#include "model/arith/numeric_profile.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using drnn::FixedFormat;
using drnn::numeric_profile;
using drnn::NumericProfile;

TEST_CASE("every named profile is valid and the names are known") {
  CHECK(drnn::numeric_profile_names() == std::vector<std::string>{"edgedrnn", "q88", "drnn"});
  for (const std::string& name : drnn::numeric_profile_names()) {
    CAPTURE(name);
    CHECK_NOTHROW(drnn::validate(numeric_profile(name)));
  }
}

TEST_CASE("edgedrnn makes the choices that were read in the RTL") {
  const NumericProfile p = numeric_profile("edgedrnn");
  CHECK(p.activation == FixedFormat{16, 8});
  CHECK(p.weight == FixedFormat{8, 7});
  CHECK(p.accumulator_bits == 24);
  CHECK(p.accumulator_overflow == drnn::Overflow::wrap);
  CHECK(p.rounding == drnn::Rounding::half_even);
  CHECK(p.conversion_overflow == drnn::Overflow::wrap);
  CHECK(p.delta_bits == 16);
  CHECK(p.compare == drnn::DeltaCompare::ge);
  CHECK(p.gate_frac_bits == 4);
  CHECK(p.gate_input_step_lsb == 1);
  CHECK(p.candidate_sum == drnn::CandidateSum::joint);
  CHECK(p.blend == drnn::Blend::products);
  CHECK(p.bias_path == drnn::BiasPath::column);
}

TEST_CASE("q88 makes the choices of the project's contract") {
  const NumericProfile p = numeric_profile("q88");
  CHECK(p.activation == FixedFormat{16, 8});
  CHECK(p.weight == FixedFormat{8, 7});
  CHECK(p.bias == FixedFormat{16, 8});
  CHECK(p.accumulator_bits >= 48);  // exact
  CHECK(p.rounding == drnn::Rounding::half_up);
  CHECK(p.conversion_overflow == drnn::Overflow::saturate);
  CHECK(p.delta_bits == 17);
  CHECK(p.compare == drnn::DeltaCompare::gt);
  CHECK(p.gate_frac_bits == 8);
  CHECK(p.gate_input_step_lsb == 1);
  CHECK(p.candidate_sum == drnn::CandidateSum::apart);
  CHECK(p.blend == drnn::Blend::difference);
  CHECK(p.bias_path == drnn::BiasPath::initial);
}

TEST_CASE("drnn makes the choices that its definition documents") {
  const NumericProfile p = numeric_profile("drnn");
  CHECK(p.activation == FixedFormat{16, 8});
  CHECK(p.weight == FixedFormat{16, 13});
  CHECK(p.bias == FixedFormat{16, 8});
  CHECK(p.accumulator_bits == 48);
  CHECK(p.accumulator_overflow == drnn::Overflow::wrap);
  CHECK(p.rounding == drnn::Rounding::half_even);
  CHECK(p.conversion_overflow == drnn::Overflow::saturate);
  CHECK(p.delta_bits == 17);
  CHECK(p.compare == drnn::DeltaCompare::ge);
  CHECK(p.gate_frac_bits == 6);
  CHECK(p.gate_input_step_lsb == 1);
  CHECK(p.candidate_sum == drnn::CandidateSum::joint);
  CHECK(p.blend == drnn::Blend::difference);
  CHECK(p.bias_path == drnn::BiasPath::initial);
}

TEST_CASE("an unknown profile is refused with the names that exist") {
  CHECK_THROWS_AS(numeric_profile("q77"), std::invalid_argument);
  CHECK_THROWS_WITH(numeric_profile("q77"), Catch::Contains("q77") && Catch::Contains("edgedrnn") &&
                                                Catch::Contains("q88") && Catch::Contains("drnn"));
}

TEST_CASE("all faults of a profile are named in one message") {
  NumericProfile profile = numeric_profile("drnn");
  profile.accumulator_bits = 63;
  profile.gate_frac_bits = 9;
  profile.gate_input_step_lsb = 3;
  CHECK_THROWS_WITH(drnn::validate(profile), Catch::Contains("accumulator_bits is 63") &&
                                                 Catch::Contains("gate_frac_bits is 9") &&
                                                 Catch::Contains("gate_input_step_lsb is 3"));
}

TEST_CASE("limits of a profile are allowed and the next value is not") {
  const auto valid = [](auto change) {
    NumericProfile profile = numeric_profile("drnn");
    change(profile);
    try {
      drnn::validate(profile);
    } catch (const std::invalid_argument&) {
      return false;
    }
    return true;
  };
  CHECK(valid([](NumericProfile& p) { p.activation = FixedFormat{16, 14}; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.activation = FixedFormat{16, 15}; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.activation = FixedFormat{17, 8}; }));
  CHECK(valid([](NumericProfile& p) { p.weight = FixedFormat{16, 15}; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.weight = FixedFormat{16, 16}; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.weight = FixedFormat{17, 8}; }));
  CHECK(valid([](NumericProfile& p) { p.accumulator_bits = 62; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.accumulator_bits = 1; }));
  CHECK(valid([](NumericProfile& p) { p.delta_bits = 16; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.delta_bits = 15; }));
  CHECK_FALSE(valid([](NumericProfile& p) { p.delta_bits = 18; }));
}
