#pragma once

#include <string>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/config/parameters.hpp"
#include "tests/support/shrink.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn::test {

/// Everything that decides one run of the whole design, as plain numbers that a test can draw,
/// print and shrink.
struct SystemCase {
  std::uint64_t seed = 1;  ///< of weights and input
  std::vector<int> sizes{3, 5};
  std::vector<int> steps{4};  ///< a sequence each
  int profile = 0;            ///< index into numeric_profile_names()
  int formats = 0;            ///< 0: as the profile says; otherwise the seed of other choices
  int scaled = 0;             ///< 1: accumulators have random scales
  int theta_x = 0, theta_h = 0;
  int skip = 1;
  int pe = 4, accumulator_latency = 3, mac_latency = 3, read_latency = 2;
  int lanes = 4, scanners = 1, sends = 1, fifo_depth = 4;
  int activation_lanes = 4, activation_depth = 6, shared_multiplier = 0;
  int overlap = 2;
  int input_ports = 1, output_ports = 1, burst_beats = 16, outstanding = 4;
  int input_fifo_words = 16, output_fifo_words = 16;
  int request = 7, response = 7;  ///< cycles of the HP ports' ways
  int hp_outstanding = 8, hp_fifo = 1024;

  NumericProfile numeric() const;
  Parameters parameters() const;
  QuantisedNetwork network() const;
  std::vector<InputSequence> sequences() const;
  DeltaSettings settings() const { return {theta_x, theta_h, skip != 0}; }
  std::string describe() const;

  /// The fields that shrinking may lower, with the least value of each.
  std::vector<std::pair<int*, int>> shrinkable();
};

/// Draws a case from a seed.
SystemCase random_case(std::uint64_t seed);

/// Runs `check` in a process of its own, because SystemC elaborates once a process. Returns what
/// check returned: empty if all is well, otherwise the fault; a crash is a fault too.
std::string in_child(const std::function<std::string()>& check);

}  // namespace drnn::test
