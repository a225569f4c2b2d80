// drnn run on every DRAM that can be named.
#include <catch2/catch.hpp>

#include "tests/cli/run_program.hpp"

using namespace drnn::test;

namespace {

std::string device(int rate, int gbit) {
  return "ddr3-" + std::to_string(rate) + "-" + std::to_string(gbit) + "gb-x16";
}

}  // namespace

TEST_CASE("either accelerator computes the same on every device, with one chip or two", "[cli]") {
  const std::string preset = GENERATE(as<std::string>(), "drnn-zynq7100", "edgedrnn-minized");
  const TemporaryFolder folder;
  const auto outputs = [&](const std::string& name, int chips) {
    const std::string file = (folder.path() / "h.npy").string();
    const ProgramResult result =
        run_drnn("run --preset " + preset +
                 " --synthetic layers=16x32,steps=5 --quiet --set ddr.device=" + name +
                 " --set ddr.chips=" + std::to_string(chips) + " --output " + file);
    INFO(name << ", " << chips << " chips\n" << result.error);
    CHECK(result.exit_code == 0);
    return read_file(file);
  };
  const std::string expected = outputs(device(1066, 4), 2);
  for (const int rate : {800, 1066, 1333})
    for (const int gbit : {1, 2, 4})
      for (const int chips : {1, 2}) CHECK(outputs(device(rate, gbit), chips) == expected);
}
