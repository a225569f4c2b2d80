#include "model/stats/energy_table.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::accepts_or_refuses(
      [&] { read_energy_table(fuzz::text_of(data, size), "input", "input.ini", energy_keys()); });
}
