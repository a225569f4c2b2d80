#include "sim/formats/npy.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto path = fuzz::file_with(data + 1, size - 1, ".npy");
  return fuzz::accepts_or_refuses([&] {
    FeatureFile file(path, data[0]);
    for_each_part(file, file.steps(), [](const FeatureArray&) {});
  });
}
