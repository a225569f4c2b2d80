#include "sim/formats/npy.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/formats/expect_error.hpp"
#include "tests/formats/npy_bytes.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/formats/whole_features.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

const std::vector<float> kSix = {1.5f, -2.0f, 0.25f, 3.0f, 4.0f, -0.0f};

class File {
 public:
  explicit File(const std::string& bytes) : path_(folder_.write("f.npy", bytes)) {}
  FeatureArray read(std::int64_t features) const { return read_features(path_, features); }
  std::string error(std::int64_t features) const {
    return error_of([&] { read(features); });
  }

 private:
  TemporaryFolder folder_;
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("float32 features are read exactly, row by row") {
  const FeatureArray a = File(npy("<f4", "(2, 3)", data_of(kSix))).read(3);
  CHECK(a.steps == 2);
  CHECK(a.features == 3);
  CHECK(a.type == FeatureType::float32);
  CHECK(a.real == std::vector<double>(kSix.begin(), kSix.end()));
  CHECK(a.raw.empty());
}

TEST_CASE("float64 features keep their last bit") {
  const std::vector<double> values = {0.1, 1e-300};
  CHECK(File(npy("<f8", "(1, 2)", data_of(values))).read(2).real == values);
}

TEST_CASE("int16 features stay raw") {
  const std::vector<std::int16_t> values = {-32768, 0, 32767, 1};
  const FeatureArray a = File(npy("<i2", "(2, 2)", data_of(values))).read(2);
  CHECK(a.type == FeatureType::int16);
  CHECK(a.raw == values);
  CHECK(a.real.empty());
}

TEST_CASE("Fortran order is turned into rows") {
  const std::vector<std::int16_t> columns = {1, 4, 2, 5, 3, 6};
  const FeatureArray a = File(npy("<i2", "(2, 3)", data_of(columns), "True")).read(3);
  CHECK(a.raw == std::vector<std::int16_t>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("parts of a file make up the whole in either order") {
  const std::string order = GENERATE("False", "True");
  constexpr std::int64_t kSteps = 9000;  // more than are read at once
  std::vector<float> values;
  for (std::int64_t i = 0; i < 3 * kSteps; ++i) values.push_back(static_cast<float>(i));
  const TemporaryFolder folder;
  const auto path = folder.write("long.npy", npy("<f4", "(9000, 3)", data_of(values), order));
  FeatureFile file(path, 3);
  std::int64_t steps = 0;
  std::vector<double> parts;
  for_each_part(file, kSteps - 1, [&](const FeatureArray& part) {
    CHECK(part.first_step == steps);
    steps += part.steps;
    parts.insert(parts.end(), part.real.begin(), part.real.end());
  });
  CHECK(steps == kSteps - 1);
  std::vector<double> whole = file.read(0, kSteps).real;
  CHECK(whole[3] == (order == "True" ? 1 : 3));
  whole.resize(whole.size() - 3);
  CHECK(parts == whole);
}

TEST_CASE("a value that is not finite is named by its step in the file") {
  std::vector<float> values(9000, 1.0f);
  values[8999] = std::numeric_limits<float>::infinity();
  const TemporaryFolder folder;
  FeatureFile file(folder.write("f.npy", npy("<f4", "(4500, 2)", data_of(values))), 2);
  CHECK_NOTHROW(file.read(0, 4499));
  CHECK_THAT(error_of([&] { file.read(4000, 500); }), Contains("element [4499, 1] is infinite"));
}

TEST_CASE("format versions 1.0, 2.0 and 3.0 are read") {
  const int major = GENERATE(1, 2, 3);
  CHECK(File(npy("<f4", "(2, 3)", data_of(kSix), "False", major)).read(3).steps == 2);
}

TEST_CASE("header keys may come in any order and the header may be long") {
  const std::string padding = GENERATE(std::string(), std::string(100, ' '), std::string(300, ' '));
  const std::string header = "{\"shape\":(2,3), 'fortran_order': False, 'descr': '<f4'}" + padding;
  CHECK(File(npy_with_header(header, data_of(kSix))).read(3).steps == 2);
}

TEST_CASE("a 1-D file is one step") {
  const FeatureArray a = File(npy("<f4", "(6,)", data_of(kSix))).read(6);
  CHECK(a.steps == 1);
  CHECK(a.features == 6);
}

TEST_CASE("a 1-D file is refused with advice where one feature is expected") {
  CHECK_THAT(File(npy("<f4", "(6,)", data_of(kSix))).error(1), Contains("reshape(-1, 1)"));
  CHECK(File(npy("<f4", "(6, 1)", data_of(kSix))).read(1).steps == 6);
}

TEST_CASE("1-D targets of one output are that many steps") {
  const TemporaryFolder folder;
  const auto path = folder.write("t.npy", npy("<f4", "(6,)", data_of(kSix)));
  CHECK(read_features(path, 1, ArrayUse::targets).steps == 6);
  CHECK(read_features(path, 6, ArrayUse::targets).steps == 1);
  CHECK_THAT(error_of([&] { read_features(path, 5, ArrayUse::targets); }),
             Contains("6 values a step; the network has 5 outputs"));
}

TEST_CASE("a batch axis of one is dropped wherever it stands") {
  const std::string shape = GENERATE("(1, 2, 3)", "(2, 1, 3)");
  const FeatureArray a = File(npy("<f4", shape, data_of(kSix))).read(3);
  CHECK(a.steps == 2);
  CHECK(a.real == std::vector<double>(kSix.begin(), kSix.end()));
}

TEST_CASE("a batch axis of one in Fortran order keeps its rows") {
  const std::vector<std::int16_t> columns = {1, 4, 2, 5, 3, 6};
  const std::string shape = GENERATE("(1, 2, 3)", "(2, 1, 3)");
  const FeatureArray a = File(npy("<i2", shape, data_of(columns), "True")).read(3);
  CHECK(a.raw == std::vector<std::int16_t>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("two leading axes of one are one step") {
  CHECK(File(npy("<f4", "(1, 1, 6)", data_of(kSix))).read(6).steps == 1);
}

TEST_CASE("other shapes are refused by shape") {
  const std::string four(16 * 3, '\0');
  CHECK_THAT(File(npy("<f4", "(2, 2, 3)", four)).error(3), Contains("(2, 2, 3)"));
  CHECK_THAT(File(npy("<f4", "(1, 1, 4, 3)", four)).error(3), Contains("(1, 1, 4, 3)"));
  CHECK_THAT(File(npy("<f4", "()", std::string(4, '\0'))).error(1), Contains("shape ()"));
}

TEST_CASE("zero steps and a wrong number of features are refused") {
  CHECK_THAT(File(npy("<f4", "(0, 3)", "")).error(3), Contains("zero steps"));
  const std::string error = File(npy("<f4", "(2, 3)", data_of(kSix))).error(4);
  CHECK_THAT(error, Contains("3 features") && Contains("4 inputs"));
}

TEST_CASE("NaN and infinity are refused by index") {
  std::vector<float> values = kSix;
  values[4] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THAT(File(npy("<f4", "(2, 3)", data_of(values))).error(3), Contains("[1, 1] is NaN"));
  values[4] = 0;
  values[2] = -std::numeric_limits<float>::infinity();
  CHECK_THAT(File(npy("<f4", "(2, 3)", data_of(values))).error(3), Contains("[0, 2] is infinite"));
}

TEST_CASE("other element types are refused by name") {
  const std::string dtype = GENERATE(">f4", "<f2", "<i4", "<i8", "|u1", "|O", "|b1", "<c8", "");
  const std::string error = File(npy(dtype, "(2, 3)", std::string(24, '\0'))).error(3);
  CHECK_THAT(error, Contains("dtype '" + dtype + "'") && Contains("float32"));
}

TEST_CASE("a record type is refused") {
  const std::string header = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }";
  CHECK_THAT(File(npy_with_header(header, data_of(kSix))).error(3), Contains("record"));
}

TEST_CASE("a file one byte short or long is refused with both sizes") {
  const std::string whole = npy("<f4", "(2, 3)", data_of(kSix));
  CHECK_THAT(File(whole.substr(0, whole.size() - 1)).error(3),
             Contains("truncated") && Contains("24") && Contains("23"));
  CHECK_THAT(File(whole + "x").error(3), Contains("too long") && Contains("25"));
}

TEST_CASE("a shape whose size overflows is refused") {
  const std::string shape = GENERATE("(4294967296, 4294967296)", "(9223372036854775807, 1)",
                                     "(4611686018427387904, 4)", "(2147483648, 2147483648)");
  CHECK_THAT(File(npy("<f8", shape, std::string(8, '\0'))).error(1), Contains("f.npy"));
}

TEST_CASE("malformed headers are refused with one clear line") {
  const std::string header =
      GENERATE("", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
               "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}",
               "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3)}",
               "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3.0)}",
               "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 3)}",
               "{'descr': '<f4', 'fortran_order': False, 'shape': 6}",
               "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x",
               "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
               "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'extra': 1}",
               "{'descr': '<f4, 'fortran_order': False, 'shape': (2, 3)}");
  CHECK_THAT(File(npy_with_header(header, data_of(kSix))).error(3), Contains("header"));
}

TEST_CASE("an unknown format version is refused by number") {
  std::string bytes = npy("<f4", "(2, 3)", data_of(kSix));
  bytes[6] = 4;
  CHECK_THAT(File(bytes).error(3), Contains("version 4.0"));
  bytes[6] = 1;
  bytes[7] = 1;
  CHECK_THAT(File(bytes).error(3), Contains("version 1.1"));
}

TEST_CASE("what is no .npy file is refused") {
  CHECK_THAT(File("file,labels\n").error(3), Contains("not a .npy file"));
  CHECK_THAT(File("").error(3), Contains("empty file"));
}

TEST_CASE("an absent file and a folder are refused by path") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of([&] { read_features(folder.path() / "no.npy", 3); }),
             Contains("no.npy") && Contains("no such file"));
  CHECK_THAT(error_of([&] { read_features(folder.path(), 3); }), Contains("not a regular file"));
}
