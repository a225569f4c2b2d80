#include "sim/formats/labels.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto path = fuzz::file_with(data, size, ".csv");
  return fuzz::accepts_or_refuses([&] { Labels(path).of(path, 10, 9); });
}
