#include "sim/formats/npy_write.hpp"

#include <catch2/catch.hpp>

#include "sim/formats/npy.hpp"
#include "tests/formats/expect_error.hpp"
#include "tests/formats/npy_bytes.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/formats/whole_features.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("int16 output is byte for byte what NumPy writes") {
  const TemporaryFolder folder;
  const std::vector<std::int16_t> values = {1, -2, 300, -32768, 32767, 0};
  write_npy_int16(folder.path() / "h.npy", values, 3);
  CHECK(bytes_of(folder.path() / "h.npy") == npy("<i2", "(2, 3)", data_of(values)));
}

TEST_CASE("int16 output is read back as it was") {
  const TemporaryFolder folder;
  const std::vector<std::int16_t> values = {5, 6, 7, 8};
  write_npy_int16(folder.path() / "h.npy", values, 1);
  CHECK(read_features(folder.path() / "h.npy", 1).raw == values);
}

TEST_CASE("output into an absent folder is refused by path") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of([&] { write_npy_int16(folder.path() / "no/h.npy", {0}, 1); }),
             Catch::Contains("cannot create") && Catch::Contains("no/h.npy"));
}
