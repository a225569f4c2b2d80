#include "sim/formats/input_list.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto path = fuzz::file_with(data, size, ".txt");
  return fuzz::accepts_or_refuses([&] { expand_inputs({path.string()}); });
}
