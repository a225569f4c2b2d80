#include <catch2/catch.hpp>

#include "sim/formats/npy.hpp"
#include "sim/formats/random.hpp"
#include "tests/formats/expect_error.hpp"
#include "tests/formats/npy_bytes.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/formats/whole_features.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

std::string whole_file(int major) {
  return npy("<i2", "(4, 3)", std::string(24, '\x11'), "False", major);
}

}  // namespace

TEST_CASE("a .npy file cut at any byte is refused") {
  const TemporaryFolder folder;
  const std::string whole = whole_file(GENERATE(1, 2));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO("cut to " << size << " bytes");
    const auto path = folder.write("cut.npy", whole.substr(0, size));
    error_of([&] { read_features(path, 3); });
  }
}

TEST_CASE("a .npy file with damaged bytes is read or refused, never worse") {
  const TemporaryFolder folder;
  const std::string whole = whole_file(1);
  const std::uint64_t seed = GENERATE(1u, 2u, 3u);
  Random random(seed);
  INFO("seed " << seed);
  for (int i = 0; i < 1000; ++i) {
    std::string damaged = whole;
    for (std::uint64_t n = random.below(4) + 1; n > 0; --n) {
      damaged[random.below(damaged.size())] = static_cast<char>(random.next());
    }
    const auto path = folder.write("damaged.npy", damaged);
    try {
      const FeatureArray array = read_features(path, 3);
      REQUIRE(array.raw.size() + array.real.size() ==
              static_cast<std::size_t>(array.steps * array.features));
    } catch (const InputError&) {
    }
  }
}
