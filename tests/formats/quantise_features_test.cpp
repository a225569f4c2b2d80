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

std::vector<std::int32_t> quantised(const FeatureArray& array, const FixedFormat& format) {
  std::int64_t saturated = 0;
  return quantise_features(array, format, {}, saturated);
}

}  // namespace

TEST_CASE("features are rounded half to even") {
  const double lsb = 1.0 / 256;
  const auto raw =
      quantised(reals({0.5 * lsb, 1.5 * lsb, 2.5 * lsb, -0.5 * lsb, -1.5 * lsb}, 5), kQ88);
  CHECK(raw == std::vector<std::int32_t>{0, 2, 2, 0, -2});
}

TEST_CASE("the ends of the format are held and one step further is refused") {
  CHECK(quantised(reals({-128.0, 127.99609375}, 2), kQ88) ==
        std::vector<std::int32_t>{-32768, 32767});
  const std::string error = error_of([] { quantised(reals({0, 1, 2, 3, 0, 128.0}, 2), kQ88); });
  CHECK_THAT(error, Contains("f.npy") && Contains("[2, 1]") && Contains("128") &&
                        Contains("Q8.8") && Contains("Q9.7"));
}

TEST_CASE("a value is named by its step in the file, not in the part that was read") {
  FeatureArray part = reals({0, 1, 0, 128.0}, 2);
  part.first_step = 70;
  CHECK_THAT(error_of([&] { quantised(part, kQ88); }), Contains("[71, 1]"));
}

TEST_CASE("a value that no 16-bit format holds says so") {
  CHECK_THAT(error_of([] { quantised(reals({1e9}, 1), kQ88); }), Contains("no 16-bit format"));
}

TEST_CASE("int16 features pass as they are") {
  const FeatureArray array{"f.npy", 1, 3, FeatureType::int16, {}, {-32768, 7, 32767}};
  CHECK(quantised(array, kQ88) == std::vector<std::int32_t>{-32768, 7, 32767});
}

TEST_CASE("int16 features outside a narrower format are refused") {
  const FeatureArray array{"f.npy", 1, 2, FeatureType::int16, {}, {127, 128}};
  CHECK_THAT(error_of([&] { quantised(array, FixedFormat{8, 4}); }), Contains("[0, 1] is 8,"));
}

TEST_CASE("saturated features become the ends of the format and are counted") {
  std::int64_t saturated = 0;
  const auto values = quantise_features(reals({127.998, 127.999, -128.01, -128.001}, 4), kQ88,
                                        {true, 0}, saturated);
  CHECK(values == std::vector<std::int32_t>{32767, 32767, -32768, -32768});
  CHECK(saturated == 2);  // half even: 127.998 is 32767.488, -128.001 is -32768.256
}

TEST_CASE("the scale of features is the smallest with which all fit") {
  const auto scale = [](double value) {
    return feature_scale(feature_range({std::vector<double>{0.5, value}}, kQ88));
  };
  CHECK(scale(32767.49 / 256) == 0);
  CHECK(scale(32767.5 / 256) == 1);
  CHECK(scale(-32768.5 / 256) == 0);
  CHECK(scale(-32768.51 / 256) == 1);
  CHECK(scale(500.0) == 2);
  CHECK(scale(1e30) == 93);
  std::int64_t saturated = 0;
  CHECK(quantise_features(reals({500.0, -1.0}, 2), kQ88, {false, 2}, saturated) ==
        std::vector<std::int32_t>{32000, -64});
  const FeatureArray raw{"f.npy", 1, 2, FeatureType::int16, {}, {6, 7}};
  CHECK(quantise_features(raw, kQ88, {false, 2}, saturated) == std::vector<std::int32_t>{2, 2});
  CHECK(saturated == 0);
}

TEST_CASE("the range of features is of all files") {
  const FeatureArray raw{"g.npy", 1, 2, FeatureType::int16, {}, {-256, 7}};
  const TensorRange range =
      feature_range({std::vector<double>{0.5, 200.0}, real_features(raw, kQ88)}, kQ88);
  CHECK(range.name == "features");
  CHECK(range.values == 4);
  CHECK(range.smallest == -1.0);
  CHECK(range.largest == 200.0);
  CHECK(range.outside == 1);
}
