#include "sim/formats/synthetic_spec.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/expect_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

std::string error(const std::string& text) {
  return error_of([&] { parse_synthetic(text); });
}

}  // namespace

TEST_CASE("a synthetic workload is parsed key by key") {
  const SyntheticSpec spec =
      parse_synthetic("layers=40x768x512,steps=100,density_x=0.2,density_h=0.05,seed=9");
  CHECK(spec.inputs == 40);
  CHECK(spec.hidden == std::vector<int>{768, 512});
  CHECK(spec.steps == 100);
  CHECK(spec.density_x == 0.2);
  CHECK(spec.density_h == 0.05);
  CHECK(spec.seed == 9);
}

TEST_CASE("densities and seed have defaults, and the text comes back with them") {
  const std::string text = to_string(parse_synthetic("steps=1,layers=1x1"));
  CHECK(text == "layers=1x1,steps=1,density_x=0.1,density_h=0.1,seed=1");
  CHECK(to_string(parse_synthetic(text)) == text);
}

TEST_CASE("layers and steps are required") {
  CHECK_THAT(error("steps=1"), Contains("'layers' is missing"));
  CHECK_THAT(error("layers=1x1"), Contains("'steps' is missing"));
  CHECK_THAT(error(""), Contains("--synthetic"));
}

TEST_CASE("unknown and doubled keys are refused by name") {
  CHECK_THAT(error("layers=1x1,steps=1,density=0.1"), Contains("unknown key 'density'"));
  CHECK_THAT(error("layers=1x1,steps=1,steps=2"), Contains("'steps' is there twice"));
  CHECK_THAT(error("layers=1x1,steps"), Contains("no key=value"));
}

TEST_CASE("values outside their range are refused with the range") {
  const std::string value =
      GENERATE("density_x=1.1", "density_x=-0.1", "density_x=nan", "density_h=x", "seed=-1",
               "seed=1.5", "density_h=", "density_h=inf");
  CHECK_THAT(error("layers=1x1,steps=1," + value), Contains(value) && Contains("allowed: 0 to"));
}

TEST_CASE("steps are at least one and at most a hundred million") {
  CHECK(parse_synthetic("layers=1x1,steps=100000000").steps == 100000000);
  const std::string steps = GENERATE("0", "-1", "100000001", "1e3", "99999999999999999999");
  CHECK_THAT(error("layers=1x1,steps=" + steps), Contains("steps=" + steps));
}

TEST_CASE("layers are two to 65 sizes from 1 to 65536") {
  CHECK(parse_synthetic("layers=65536x1,steps=1").inputs == 65536);
  const std::string layers = GENERATE("40", "0x1", "1x65537", "1x", "x1", "1x-1", "1x1.5", "axb");
  CHECK_THAT(error("layers=" + layers + ",steps=1"), Contains("layers=" + layers));
}

TEST_CASE("a workload beyond any memory is refused before it is made") {
  CHECK_THAT(error("layers=65536x65536,steps=1"), Contains("weights"));
  CHECK_THAT(error("layers=65536x1,steps=100000000"), Contains("steps * inputs"));
}
