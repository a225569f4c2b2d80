#include <catch2/catch.hpp>

#include "tests/cli/child_program.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn::test;

namespace {

/// What the largest process of a command took.
long resident_kb(const std::string& command) {
  const TemporaryFolder folder;  // for what it writes
  ChildProgram program(command, folder.path().string());
  REQUIRE(program.wait() == 0);
  return program.resident_kb();
}

/// With so many steps of the layers.
long resident_kb(const std::string& command, const std::string& layers, long steps) {
  return resident_kb(command + " --synthetic layers=" + layers + ",steps=" + std::to_string(steps));
}

}  // namespace

TEST_CASE("memory does not grow with the number of steps", "[memory]") {
  const auto [command, layers] = GENERATE(table<std::string, std::string>({
      {"run --quiet --reference theta0 --stats stats.json", "32x8"},
      {"run --quiet --series series.npy --output h.npy", "32x8"},
      {"run --quiet --series series.csv --check-ranges", "32x8"},
      {"run --quiet --set host.mode=step", "32x8"},
      {"run --quiet --preset edgedrnn-minized", "8x16"},
      {"explain --by sequence", "32x8"},
      {"estimate", "32x8"},
      // Both record states, which the other hardware replays.
      {"sweep --quiet --jobs 2 --vary delta.lanes=2,4 --vary theta=0.1,0.2 --db db", "32x8"},
      {"search --quiet --vary delta.lanes=2,4 --vary theta=0.1,0.2 --objective cycles,energy",
       "32x8"},
  }));
  // So many that the memory's pages and all spools have gone over to their files.
  // EdgeDRNN takes each step by itself, and longer.
  const long fewer = layers == "8x16" ? 15000 : 60000, more = 3 * fewer;
  // The states of one run that were held, two bytes a unit, would be 1875 kB, EdgeDRNN's 937, in
  // every run; how much of the program's own file is in memory is the kernel's choice and differs.
  constexpr long kMostKb = 512;
  long few = 0, many = 0;
  for (int runs = 0; runs == 0 || (runs < 3 && many - few >= kMostKb); ++runs) {
    few = resident_kb(command, layers, fewer);
    many = resident_kb(command, layers, more);
  }
  INFO(command << ": " << few << " kB with " << fewer << " steps, " << many << " kB with " << more);
  CHECK(many - few < kMostKb);
}

TEST_CASE("a search holds no rows of the points that it has simulated", "[memory]") {
  // All have the same numbers, so that all are simulated and on the front.
  const auto of_points = [](const std::string& last) {
    return resident_kb(
        "search --quiet --synthetic layers=4x4,steps=2 --objective cycles,energy --vary theta=1:" +
        last + ":0.001");
  };
  const long few = of_points("1.999"), many = of_points("4.999");
  INFO(few << " kB with 1000 points, " << many << " kB with 4000");
  // A row takes 35 kB. A record of a point is 241 bytes, of which memory holds 4 MB.
  CHECK(many - few < 3000);
}
