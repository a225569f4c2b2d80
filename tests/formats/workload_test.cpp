#include "sim/formats/workload.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/expect_error.hpp"
#include "tests/formats/npy_bytes.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("feature files are read in the order given") {
  const TemporaryFolder folder;
  const auto a =
      folder.write("a.npy", npy("<f4", "(2, 2)", data_of<float>({0.5f, 1.0f, -1.0f, 0.0f})));
  const auto b = folder.write("b.npy", npy("<i2", "(1, 2)", data_of<std::int16_t>({3, -4})));
  const std::vector<FeatureArray> arrays = read_all_features({b, a}, 2);
  REQUIRE(arrays.size() == 2);
  CHECK(arrays[0].name == b.string());
  CHECK(arrays[0].raw == std::vector<std::int16_t>{3, -4});
  CHECK(arrays[1].steps == 2);
  CHECK(arrays[1].real == std::vector<double>{0.5, 1.0, -1.0, 0.0});
}

TEST_CASE("the hash of files depends on bytes and order, not on names") {
  const TemporaryFolder folder;
  const auto a = folder.write("a", "one");
  const auto copy = folder.write("copy", "one");
  const auto b = folder.write("b", "two");
  CHECK(hash_files({a}) == hash_files({copy}));
  CHECK(hash_files({a}).size() == 16);
  CHECK(hash_files({a, b}) != hash_files({b, a}));
  CHECK(hash_files({folder.write("c", "on"), folder.write("d", "etwo")}) != hash_files({a, b}));
  error_of([&] { hash_files({folder.path() / "missing"}); });
}

TEST_CASE("the hash of sequences depends on every value and on where a sequence ends") {
  const std::string whole = hash_sequences({{"s", 2, {1, 2}}});
  CHECK(whole == hash_sequences({{"other name", 2, {1, 2}}}));
  CHECK(whole != hash_sequences({{"s", 2, {1, 3}}}));
  CHECK(whole != hash_sequences({{"s", 1, {1}}, {"s", 1, {2}}}));
}
