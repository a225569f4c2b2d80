#include "sim/formats/quantise_features.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/expect_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

constexpr FixedFormat kQ88{16, 8};

FeatureArray reals(std::vector<double> values, std::int64_t features) {
  const auto steps = static_cast<std::int64_t>(values.size()) / features;
  return {"f.npy", steps, features, FeatureType::float64, std::move(values), {}};
}

}  // namespace

TEST_CASE("features are rounded half to even") {
  const double lsb = 1.0 / 256;
  const auto raw =
      quantise_features(reals({0.5 * lsb, 1.5 * lsb, 2.5 * lsb, -0.5 * lsb, -1.5 * lsb}, 5), kQ88);
  CHECK(raw == std::vector<std::int32_t>{0, 2, 2, 0, -2});
}

TEST_CASE("the ends of the format are held and one step further is refused") {
  CHECK(quantise_features(reals({-128.0, 127.99609375}, 2), kQ88) ==
        std::vector<std::int32_t>{-32768, 32767});
  const std::string error = error_of([] {
    quantise_features(reals({0, 1, 2, 3, 0, 128.0}, 2), kQ88);
  });
  CHECK_THAT(error, Contains("f.npy") && Contains("[2, 1]") && Contains("128") &&
                        Contains("Q8.8") && Contains("Q9.7"));
}

TEST_CASE("a value that no 16-bit format holds says so") {
  CHECK_THAT(error_of([] { quantise_features(reals({1e9}, 1), kQ88); }),
             Contains("no 16-bit format"));
}

TEST_CASE("int16 features pass as they are") {
  const FeatureArray array{"f.npy", 1, 3, FeatureType::int16, {}, {-32768, 7, 32767}};
  CHECK(quantise_features(array, kQ88) == std::vector<std::int32_t>{-32768, 7, 32767});
}

TEST_CASE("int16 features outside a narrower format are refused") {
  const FeatureArray array{"f.npy", 1, 2, FeatureType::int16, {}, {127, 128}};
  CHECK_THAT(error_of([&] {
               quantise_features(array, FixedFormat{8, 4});
             }),
             Contains("[0, 1] is 8,"));
}
