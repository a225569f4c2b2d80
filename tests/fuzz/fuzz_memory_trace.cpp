#include "sim/formats/memory_trace.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto path = fuzz::file_with(data, size, ".trace");
  return fuzz::accepts_or_refuses([&] {
    MemoryTraceReader reader(path, ddr_device("ddr3-800-1gb-x16"));
    while (reader.next()) {
    }
  });
}
