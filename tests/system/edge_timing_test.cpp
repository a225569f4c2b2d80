// What EdgeDRNN's surroundings cost, from their parameters.
#include <catch2/catch.hpp>

#include "model/blocks/edgedrnn/edge_network.hpp"
#include "model/blocks/edgedrnn/ideal_bench.hpp"
#include "model/spool/rows.hpp"
#include "tests/support/checked_system.hpp"
#include "tests/support/edge_system_case.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

std::string statistic(const EdgeSystemCase& c,
                      const std::function<std::uint64_t(const RunStatistics&)>& get) {
  return in_child([&] {
    CheckedSystem checked(c.parameters());
    ZynqSystem& system = checked.system;
    return std::to_string(
        get(system.run(c.common.network(), c.common.sequences(), c.common.settings()).statistics));
  });
}

std::uint64_t number(const EdgeSystemCase& c,
                     const std::function<std::uint64_t(const RunStatistics&)>& get) {
  return std::stoull(statistic(c, get));
}

std::uint64_t total(const EdgeSystemCase& c) {
  return number(c, [](const RunStatistics& s) { return s.total_cycles; });
}

std::uint64_t cause(const EdgeSystemCase& c, const std::string& block, const std::string& name) {
  return number(c, [&](const RunStatistics& s) {
    for (const BlockCauses& causes : s.blocks)
      for (const auto& entry : causes.causes)
        if (causes.block == block && entry.cause == name) return entry.cycles;
    return std::uint64_t{0};
  });
}

/// A dense run of two layers, where the weights decide.
EdgeSystemCase dense_case(int num_pe) {
  EdgeSystemCase c = edge_system_case(num_pe, {64, 128, 128}, {3});
  c.common.skip = 0;
  return c;
}

std::uint64_t columns(const EdgeSystemCase& c) {
  const std::uint64_t a_step = c.padded_inputs() + c.hidden() * (2 * c.layers() - 1) + c.layers();
  return c.steps() * a_step;
}

/// The same network and input between an input that is always there, weights that never wait and an
/// output that is always ready: cycles from the first input handshake to the last output's.
std::uint64_t ideal_cycles(const EdgeSystemCase& c) {
  const QuantisedNetwork network = c.common.network();
  IdealWorkload workload;
  for (std::int8_t byte : edge_columns(network, c.num_pe)) workload.weights.push_back(byte);
  for (const InputSequence& sequence : c.common.sequences()) {
    const int inputs = c.common.sizes.front();
    for_each_row(sequence.words, static_cast<std::size_t>(inputs), [&](const std::int16_t* x) {
      const std::vector<std::int16_t> padded = edge_input(x, inputs, c.num_pe);
      workload.inputs.insert(workload.inputs.end(), padded.begin(), padded.end());
    });
    workload.steps += sequence.steps;
  }
  workload.registers.write_sizes(edge_sizes(network, c.num_pe));
  workload.registers.set_skip(c.common.skip != 0);
  EdgeConfig config;
  config.num_pe = c.num_pe;
  const IdealRecord record = IdealBench(config, workload, Engine::fast).run();
  return record.steps.back().last_output - record.steps.front().first_input;
}

/// Ports, DataMover and host as fast as they can be.
EdgeSystemCase fast_surroundings(EdgeSystemCase c) {
  c.common.request = c.common.response = 1;
  c.command_latency = 1;
  c.packet_gap = 0;
  c.store_and_forward = 0;
  c.driver_call_cycles = 0;
  return c;
}

}  // namespace

TEST_CASE("a load is the register writes alone", "[edge timing]") {
  // Two of the DMA's control, base address, two thresholds, layers, five sizes and the step's
  // words.
  const std::uint64_t writes = 2 + 1 + 2 + 1 + 5 + 1;
  for (int hidden : {16, 64}) {
    const EdgeSystemCase c = edge_system_case(8, {8, hidden}, {1});
    CHECK(number(c, [](const RunStatistics& s) { return s.load_cycles; }) ==
          writes * static_cast<std::uint64_t>(c.parameters().host.register_access_cycles));
  }
}

TEST_CASE("a reset lasts what the host holds it and one register access", "[edge timing]") {
  EdgeSystemCase c = edge_system_case(8, {8, 16}, {2, 1, 1});
  for (int reset_cycles : {1, 2, 100}) {
    c.reset_cycles = reset_cycles;
    const auto access = static_cast<std::uint64_t>(c.parameters().host.register_access_cycles);
    CHECK(number(c, [](const RunStatistics& s) { return s.reset_cycles; }) ==
          2 * (static_cast<std::uint64_t>(reset_cycles) + access));
  }
}

TEST_CASE("each step is a driver call with a pair of transfers, and each reset one without",
          "[edge timing]") {
  const EdgeSystemCase c = edge_system_case(4, {5, 16}, {3, 1});
  CHECK(number(c, [](const RunStatistics& s) { return s.host.driver_calls; }) == 4 + 2);
  CHECK(number(c, [](const RunStatistics& s) { return s.host.dma_transfers; }) == 2 * 4);
  // Address and length of each transfer; assert and release.
  CHECK(number(c, [](const RunStatistics& s) { return s.host.register_writes; }) == 4 * 4 + 2 * 2);
}

TEST_CASE("the weights of a column come at K bytes a cycle, or the port's 8 where K is larger",
          "[edge timing]") {
  const int num_pe = GENERATE(4, 8, 16, 32);
  CAPTURE(num_pe);
  const EdgeSystemCase c = dense_case(num_pe);
  const std::uint64_t bytes = columns(c) * 3 * c.hidden();
  const std::uint64_t streaming = bytes / static_cast<std::uint64_t>(std::min(num_pe, 8));
  const std::uint64_t busy = cause(c, "processing_controller", "busy");
  const std::uint64_t multiplying = bytes / static_cast<std::uint64_t>(num_pe);
  // The bias columns of the step that does not come may be multiplied before the last output is in
  // memory.
  CHECK(busy >= multiplying);
  CHECK(busy <= multiplying + 3 * c.hidden() / static_cast<std::uint64_t>(num_pe));
  const std::uint64_t cycles = total(c);
  CHECK(cycles > streaming);
  // All else is a few latencies a layer and step, far below a layer's weights.
  CHECK(cycles < streaming + streaming / 4);
}

TEST_CASE("a 32-bit port takes twice as long for the weights", "[edge timing]") {
  EdgeSystemCase c = dense_case(8);
  const std::uint64_t wide = cause(c, "processing_controller", "weight_wait");
  c.port_bits = 32;
  const std::uint64_t narrow = cause(c, "processing_controller", "weight_wait");
  const std::uint64_t beats = columns(c) * 3 * c.hidden() / 8;
  CHECK(narrow >= beats);  // every other cycle
  CHECK(wide < beats / 4);
}

TEST_CASE("one DRAM chip takes two bursts where two chips take one", "[edge timing]") {
  const EdgeSystemCase c = dense_case(8);
  const auto reads = [&](int chips) {
    return std::stoull(in_child([&] {
      Parameters p = c.parameters();
      p.ddr.chips = chips;
      CheckedSystem checked(p);
      ZynqSystem& system = checked.system;
      const RunStatistics s =
          system.run(c.common.network(), c.common.sequences(), c.common.settings()).statistics;
      if (s.ddr.burst_bytes != static_cast<std::uint32_t>(16 * chips)) return std::string("0");
      return std::to_string(s.ddr.reads);
    }));
  };
  // Columns of 384 bytes lie on multiples of both bursts, inputs too.
  CHECK(reads(1) == 2 * reads(2));
}

TEST_CASE("the gap between packets costs its cycles a column where the port is the limit",
          "[edge timing]") {
  EdgeSystemCase c = dense_case(8);
  const auto cycles = [&](int gap) {
    c.packet_gap = gap;
    return total(c);
  };
  const std::uint64_t one = cycles(1), nine = cycles(9);
  // A gap of one is none: the next beat may follow in the next cycle. The columns that the FIFO
  // holds back anyway at the end of a layer do not wait for it.
  CHECK(nine - one <= 8 * columns(c));
  CHECK(nine - one > 8 * columns(c) * 9 / 10);
}

TEST_CASE("with fast surroundings the cycles approach those of the ideal bench", "[edge timing]") {
  // The port carries twice what four PEs take, so that the memory is never the limit.
  EdgeSystemCase c = fast_surroundings(dense_case(4));
  const std::uint64_t ideal = ideal_cycles(c);
  const std::uint64_t real = total(c);
  CHECK(real > ideal);
  const std::uint64_t between =
      number(c, [](const RunStatistics& s) { return s.host.between_steps_cycles; });
  // A layer's first column waits for the memory, a step's first input and its last output for the
  // DMA: latencies of DRAM, ports and engines, with a refresh at worst, of which each is below 100
  // cycles.
  CHECK(real < ideal + between + c.steps() * (c.layers() + 2) * 100);
}

TEST_CASE("faster surroundings are never slower", "[edge timing]") {
  const EdgeSystemCase c = dense_case(GENERATE(4, 8, 16));
  CHECK(total(fast_surroundings(c)) < total(c));
}
