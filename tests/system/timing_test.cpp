#include <catch2/catch.hpp>

#include "model/blocks/network_shape.hpp"
#include "tests/support/checked_system.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// One dense step of one small layer, where nothing stalls.
SystemCase small_step(int hidden) {
  SystemCase c;
  c.sizes = {4, hidden};
  c.steps = {1};
  c.profile = 2;
  c.skip = 0;
  c.pe = c.lanes = c.sends = c.activation_lanes = hidden;
  c.fifo_depth = 64;
  c.input_fifo_words = c.output_fifo_words = 32;
  return c;
}

/// From the contracts, with the first word offered in cycle 0: it is seen in 1, the permission
/// acts in 2, where x is loaded; it is sent in 3 and issued in 4, then a column a cycle. The last
/// sums are readable after read and MAC latency, reported a cycle later; the permission to
/// activate acts a cycle after that; h appears after the depth and leaves four words a cycle.
std::uint64_t expected_cycles(const SystemCase& c) {
  const int columns = c.sizes[0] + c.sizes[1];
  const int last_issue = 4 + columns - 1;
  const int activation = last_issue + c.read_latency + c.mac_latency + 1 + 1;
  const int last_word = activation + c.activation_depth + (c.sizes[1] + 3) / 4 - 1;
  return static_cast<std::uint64_t>(last_word + 1);
}

std::string total_cycles(const SystemCase& c) {
  return in_child([&] {
    CheckedSystem checked(c.parameters());
    ZynqSystem& system = checked.system;
    return std::to_string(
        system.run(c.network(), c.sequences(), c.settings()).statistics.total_cycles);
  });
}

}  // namespace

TEST_CASE("one step takes the sum of the blocks' contracts", "[system]") {
  SystemCase c = small_step(GENERATE(1, 4, 8, 13));
  c.read_latency = GENERATE(1, 2, 4);
  c.mac_latency = GENERATE(1, 3);
  c.activation_depth = GENERATE(1, 10);
  INFO(c.describe());
  CHECK(total_cycles(c) == std::to_string(expected_cycles(c)));
}

TEST_CASE("fewer processing elements than rows cost a cycle a row group and column", "[system]") {
  SystemCase c = small_step(12);
  c.accumulator_latency = 1;
  const int columns = c.sizes[0] + c.sizes[1];
  const auto full = std::stoull(total_cycles(c));
  for (int pe : {12, 11, 6, 5, 1}) {
    c.pe = pe;
    const int groups = (12 + pe - 1) / pe;
    INFO("pe " << pe);
    // A column takes a cycle a row group, and so does the reading of the one activation group.
    CHECK(std::stoull(total_cycles(c)) ==
          full + static_cast<unsigned>((columns + 1) * (groups - 1)));
  }
  c.pe = 100;
  CHECK(std::stoull(total_cycles(c)) == full);
}

TEST_CASE("each kind of overlap saves cycles, and none changes what is sent", "[system]") {
  SystemCase c;
  c.sizes = {12, 24};
  c.steps = {20};
  c.profile = 2;
  c.activation_depth = 10;
  c.pe = 24;  // a column a cycle, so that the scan and not the MAC channels is the last to end
  c.input_fifo_words = c.output_fifo_words = 32;
  const auto cycles = [&](Overlap overlap) {
    c.overlap = static_cast<int>(overlap);
    return std::stoull(total_cycles(c));
  };
  const auto none = cycles(Overlap::none), x = cycles(Overlap::scan_x),
             xh = cycles(Overlap::scan_xh);
  CHECK(none > x);
  CHECK(x > xh);
}

TEST_CASE("cycles of steps and resets add up, and load is apart", "[system]") {
  SystemCase c = random_case(77);
  c.steps = {3, 1, 4};
  const std::string fault = in_child([&]() -> std::string {
    CheckedSystem checked(c.parameters());
    ZynqSystem& system = checked.system;
    const RunStatistics s = system.run(c.network(), c.sequences(), c.settings()).statistics;
    const Cycle a_reset = [&] {
      int cycles = 0;
      for (std::size_t l = 1; l < c.sizes.size(); ++l)
        cycles += std::max({ceil_div(c.sizes[l - 1], c.lanes), ceil_div(c.sizes[l], c.lanes),
                            ceil_div(c.sizes[l], c.pe)});
      return static_cast<Cycle>(cycles);
    }();
    if (s.reset_cycles != 2 * a_reset) return "two resets lie between three sequences";
    if (s.max_step_cycles > s.total_cycles - s.reset_cycles) return "a step is longer than all";
    if (s.load_cycles == 0) return "loading takes time";
    return "";
  });
  CHECK(fault == "");
}

TEST_CASE("a dense run issues every column, whatever the thresholds", "[system]") {
  SystemCase c = random_case(5);
  c.skip = 0;
  const auto cycles = [&](int theta) {
    c.theta_x = c.theta_h = theta;
    return total_cycles(c);
  };
  CHECK(cycles(0) == cycles(1000));
}
