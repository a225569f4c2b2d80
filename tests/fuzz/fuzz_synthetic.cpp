#include "sim/formats/synthetic_spec.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::accepts_or_refuses([&] { parse_synthetic(fuzz::text_of(data, size)); });
}
