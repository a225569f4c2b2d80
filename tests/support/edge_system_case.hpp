#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "tests/support/random_source.hpp"
#include "tests/support/system_case.hpp"

namespace drnn::test {

/// One run of EdgeDRNN in its surroundings. What both kinds have in common (seed, sizes, steps,
/// thresholds, skip, latencies and limits of ports) is in `common`; its numeric profile is the one
/// of that name.
struct EdgeSystemCase {
  SystemCase common;
  int num_pe = 8, fifo_depth = 32, port_bits = 64;
  int input_fifo_words = 2, output_fifo_words = 2;
  int command_depth = 4, command_latency = 8, packet_gap = 2, mover_outstanding = 96;
  int store_and_forward = 1;
  int reset_cycles = 20, driver_call_cycles = 30;

  Parameters parameters() const {
    Parameters p = default_parameters(AcceleratorKind::edgedrnn);
    p.accelerator.reset_cycles = reset_cycles;
    p.mac.num_pe = num_pe;
    p.delta.fifo_depth = fifo_depth;
    p.dma.port_bits = port_bits;
    p.dma.burst_beats = common.burst_beats;
    p.dma.outstanding_bursts = common.outstanding;
    p.dma.input_fifo_words = input_fifo_words;
    p.dma.output_fifo_words = output_fifo_words;
    p.data_mover.command_depth = command_depth;
    p.data_mover.command_latency_cycles = command_latency;
    p.data_mover.packet_gap_cycles = packet_gap;
    p.data_mover.outstanding_bursts = mover_outstanding;
    p.data_mover.store_and_forward = store_and_forward != 0;
    p.hp.request_cycles = common.request;
    p.hp.response_cycles = common.response;
    p.hp.outstanding_bursts = common.hp_outstanding;
    p.hp.fifo_bytes = common.hp_fifo;
    p.host.driver_call_cycles = driver_call_cycles;
    return p;
  }

  std::uint64_t steps() const {
    std::uint64_t sum = 0;
    for (int count : common.steps) sum += static_cast<std::uint64_t>(count);
    return sum;
  }
  std::uint64_t layers() const { return common.sizes.size() - 1; }
  std::uint64_t hidden() const { return static_cast<std::uint64_t>(common.sizes.back()); }
  std::uint64_t padded_inputs() const {
    return static_cast<std::uint64_t>(edge_padded(common.sizes.front(), num_pe));
  }

  std::string describe() const {
    std::ostringstream text;
    text << "num_pe=" << num_pe << " fifo_depth=" << fifo_depth << " port_bits=" << port_bits
         << " input_fifo_words=" << input_fifo_words << " output_fifo_words=" << output_fifo_words
         << " command_depth=" << command_depth << " command_latency=" << command_latency
         << " packet_gap=" << packet_gap << " mover_outstanding=" << mover_outstanding
         << " store_and_forward=" << store_and_forward << " reset_cycles=" << reset_cycles
         << " driver_call_cycles=" << driver_call_cycles << " and of " << common.describe();
    return text.str();
  }
};

/// A case with the profile edgedrnn.
inline EdgeSystemCase edge_system_case(int num_pe, const std::vector<int>& sizes,
                                       const std::vector<int>& steps) {
  EdgeSystemCase c;
  c.num_pe = num_pe;
  const auto names = numeric_profile_names();
  c.common.profile =
      static_cast<int>(std::find(names.begin(), names.end(), "edgedrnn") - names.begin());
  c.common.sizes = sizes;
  c.common.steps = steps;
  return c;
}

/// Draws a case from a seed: any K, sizes that fit it, any latencies.
inline EdgeSystemCase random_edge_system_case(std::uint64_t seed) {
  RandomSource random(seed);
  const int num_pe = 2 << random.small(0, 5);
  const int hidden = num_pe * random.small(2, num_pe >= 16 ? 3 : 32 / num_pe);
  std::vector<int> sizes{random.small(1, std::max(20, num_pe + 5))};
  for (int l = random.small(1, 3); l > 0; --l) sizes.push_back(hidden);
  std::vector<int> steps;
  for (int i = random.small(1, 3); i > 0; --i) steps.push_back(random.small(1, 4));
  EdgeSystemCase c = edge_system_case(num_pe, sizes, steps);
  const SystemCase drawn = random_case(seed);  // for the ports
  c.common.seed = seed;
  c.common.theta_x = random.chance(30) ? 0 : random.small(0, 100);
  c.common.theta_h = random.chance(30) ? 0 : random.small(0, 60);
  if (random.chance(10)) c.common.theta_x = random.small(255, 300);  // around the bias
  c.common.skip = random.chance(80);
  c.common.burst_beats = drawn.burst_beats;
  c.common.outstanding = drawn.outstanding;
  c.common.request = drawn.request;
  c.common.response = drawn.response;
  c.common.hp_outstanding = drawn.hp_outstanding;
  c.common.hp_fifo = drawn.hp_fifo;
  c.fifo_depth = random.small(1, 40);
  c.port_bits = random.chance(70) ? 64 : 32;
  c.input_fifo_words = random.small(1, 8);
  c.output_fifo_words = random.small(1, 8);
  c.command_depth = random.small(1, 6);
  c.command_latency = random.small(1, 12);
  c.packet_gap = random.small(0, 3);
  c.mover_outstanding = random.small(1, 96);
  c.store_and_forward = random.chance(50);
  c.reset_cycles = random.small(1, 60);
  c.driver_call_cycles = random.small(0, 60);
  return c;
}

}  // namespace drnn::test
