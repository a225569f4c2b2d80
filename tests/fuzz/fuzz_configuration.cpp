#include "model/config/configuration.hpp"
#include "tests/fuzz/with_file.hpp"

using namespace drnn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::accepts_or_refuses([&] {
    Configuration configuration;
    configuration.apply_ini(fuzz::text_of(data, size), "input.ini");
    configuration.resolve();
  });
}
