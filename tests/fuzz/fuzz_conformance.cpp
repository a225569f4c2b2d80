#include "sim/formats/conformance_config.hpp"
#include "sim/formats/conformance_text.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto path = fuzz::file_with(data, size, ".csv");
  fuzz::accepts_or_refuses([&] { read_hex_beats(path, 8, 4); });
  fuzz::accepts_or_refuses([&] { read_integer_rows(path, "cycle,address"); });
  return fuzz::accepts_or_refuses([&] {
    ConformanceCase recorded;
    read_conformance_config(path, recorded);
  });
}
