#include "sim/sweep/sweep_file.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto path = fuzz::file_with(data + 1, size - 1, data[0] % 2 == 0 ? ".ini" : ".json");
  return fuzz::accepts_or_refuses([&] { read_sweep_file(path.string()); });
}
