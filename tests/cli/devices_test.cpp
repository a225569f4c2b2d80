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

TEST_CASE("a network that half of the memory does not hold is refused by name", "[cli]") {
  const std::string small = "--set ddr.device=ddr3-1066-1gb-x16 --set ddr.chips=1 ";
  const auto run = [&](const std::string& layers) {
    return run_drnn("run --synthetic layers=" + layers + ",steps=1 --quiet " + small);
  };
  const std::uint64_t room = (std::uint64_t{128} << 20) / 2 - (1u << 20);
  const auto bytes = [](std::uint64_t inputs, std::uint64_t hidden) {
    return 2 * 3 * hidden * (inputs + hidden) + 16 * hidden;
  };
  std::uint64_t inputs = 1;
  while (bytes(inputs + 1, 3072) <= room) ++inputs;
  const ProgramResult refused = run(std::to_string(inputs + 1) + "x3072");
  CHECK(refused.exit_code == 2);
  CHECK(refused.error.find("weights and biases take " + std::to_string(bytes(inputs + 1, 3072)) +
                           " bytes; the memory's region for them has " + std::to_string(room)) !=
        std::string::npos);
  CHECK(run(std::to_string(inputs) + "x3072").exit_code == 0);
}
