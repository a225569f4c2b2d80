// Counts of real runs, of random designs of both kinds and in both engines.
#include "model/stats/access_counts.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "tests/support/edge_system_case.hpp"
#include "tests/support/system_case.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

using Count = std::uint64_t;
using Filter = std::function<bool(const Access&)>;

std::vector<LayerSize> layer_sizes(const QuantisedNetwork& network) {
  std::vector<LayerSize> sizes;
  for (const QuantisedLayer& l : network.layers)
    sizes.push_back({l.inputs, l.hidden, l.column_count()});
  return sizes;
}

Count bits(const AccessCounts& counts, const Filter& filter) {
  Count sum = 0;
  for (const Access& access : counts.accesses)
    if (filter(access)) sum += access.bits();
  return sum;
}

Count number(const AccessCounts& counts, const Filter& filter) {
  Count sum = 0;
  for (const Access& access : counts.accesses)
    if (filter(access)) sum += access.count;
  return sum;
}

Filter is(const std::string& component, const std::string& operation) {
  return [=](const Access& a) { return a.component == component && a.operation == operation; };
}

/// What both kinds have: bits of the statistics, and the parts of the work.
std::string check_bits(const AccessCounts& c, const RunStatistics& s) {
  return equal(bits(c, is("weight_memory", "read")), s.weight_read_bits, "weight bits") +
         equal(bits(c, is("state_memory", "read")), s.state_read_bits, "state bits read") +
         equal(bits(c, is("state_memory", "write")), s.state_written_bits, "state bits written") +
         equal(bits(c, is("accumulators", "read")), s.accumulator_read_bits, "sum bits read") +
         equal(bits(c, is("accumulators", "write")), s.accumulator_written_bits,
               "sum bits written") +
         equal(number(c, is("mac", "multiply")), s.mac_operations, "multiplications") +
         equal(number(c, is("mac", "accumulate")), s.mac_operations, "additions") +
         equal(number(c, is("activation", "look_up")), 3 * s.units_activated, "look-ups") +
         equal(bits(c, is("output_fifo", "write")), 8 * s.ddr_written_bytes, "output bits") +
         equal(number(c, is("axi", "register_read")), s.host.register_reads, "register reads");
}

std::string check_ports(const AccessCounts& c, const RunStatistics& s, int port_bits) {
  std::string fault;
  for (const PortCounts& port : s.ports) {
    const Count beats = number(c, is("axi", port.name));
    const Count least =
        (8 * port.bytes + static_cast<Count>(port_bits) - 1) / static_cast<Count>(port_bits);
    fault += equal(beats, port.beats, port.name + " beats");
    // A burst begins and ends inside a beat at most.
    if (beats < least || beats > least + 2 * port.bursts)
      fault += port.name + ": " + std::to_string(beats) + " beats for " +
               std::to_string(port.bytes) + " B; ";
  }
  return fault;
}

AccessCounts counts_of(const RunStatistics& s, const Parameters& p,
                       const QuantisedNetwork& network) {
  const std::vector<LayerSize> layers = layer_sizes(network);
  return count_accesses(s, p, layers, resources_of(p, layers));
}

std::string same(const AccessCounts& a, const AccessCounts& b) {
  if (a.accesses.size() != b.accesses.size()) return "engines differ in kinds of access; ";
  std::string fault;
  for (std::size_t i = 0; i < a.accesses.size(); ++i)
    fault += equal(
        a.accesses[i].count, b.accesses[i].count,
        "stepped engine: " + std::string(a.accesses[i].component) + " " + a.accesses[i].operation);
  return fault + equal(a.cycles, b.cycles, "cycles");
}

/// What only a DRNN's configuration decides.
std::string check_drnn(const SystemCase& c, const AccessCounts& counts, const RunStatistics& s) {
  const Count sent = s.sent_x + s.sent_h + s.bias_columns_issued;
  Count hidden = 0, elements = 0;
  for (std::size_t l = 1; l < c.sizes.size(); ++l) {
    hidden += static_cast<Count>(c.sizes[l]);
    elements += static_cast<Count>(c.sizes[l - 1] + c.sizes[l]);
  }
  const Count resets = c.steps.size() - 1;
  const Count bias = c.numeric().bias_path == BiasPath::column ? c.sizes.size() - 1 : 0;
  return equal(number(counts, is("delta_fifo", "write")), sent, "deltas written") +
         equal(number(counts, is("delta_fifo", "read")), sent, "deltas read") +
         equal(number(counts, is("delta_unit", "compare")), 2 * s.steps * (elements + bias),
               "comparisons") +
         equal(bits(counts, is("input_fifo", "read")),
               16 * s.steps * static_cast<Count>(c.sizes.front()), "input bits") +
         equal(number(counts, is("state_memory", "copy_write")),
               static_cast<Count>(c.scanners) * (s.units_activated + resets * hidden),
               "copies of h") +
         equal(number(counts,
                      [](const Access& a) {
                        return a.component == "accumulators" && a.phase == Phase::reset;
                      }),
               resets * 4 * hidden, "sums at resets");
}

/// Of EdgeDRNN: the weight stream through its buffer, padded elements and biases compared too.
std::string check_edge(const EdgeSystemCase& c, const AccessCounts& counts,
                       const RunStatistics& s) {
  const Count elements = c.padded_inputs() + 2 * c.layers() * c.hidden() - c.hidden();
  Count weight_beats = 0;
  for (const PortCounts& port : s.ports)
    if (port.name == "hp1_read") weight_beats = port.beats;
  return equal(number(counts, is("delta_unit", "compare")), 2 * s.steps * (elements + c.layers()),
               "comparisons") +
         equal(number(counts, is("index_fifo", "read")), s.columns_issued + s.bias_columns_issued,
               "indices read") +
         equal(bits(counts, is("input_fifo", "read")), 16 * s.steps * c.padded_inputs(),
               "input bits") +
         equal(number(counts, is("weight_buffer", "read")), weight_beats, "weight beats");
}

}  // namespace

TEST_CASE("a DRNN's accesses have the bits of its statistics, in either engine", "[energy]") {
  const int chunk = GENERATE(range(0, 4));
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const SystemCase c = random_case(50000 + static_cast<std::uint64_t>(chunk) * 100 + seed);
    INFO(c.describe());
    CHECK(in_child([&] {
            const Parameters p = c.parameters();
            ZynqSystem system("system", p, Engine::fast);
            const QuantisedNetwork network = c.network();
            const RunStatistics fast = system.run(network, c.sequences(), c.settings()).statistics;
            system.engine().set_engine(Engine::stepped);
            const RunStatistics stepped =
                system.run(network, c.sequences(), c.settings()).statistics;
            const AccessCounts counts = counts_of(fast, p, network);
            return check_bits(counts, fast) + check_ports(counts, fast, p.dma.port_bits) +
                   check_drnn(c, counts, fast) + same(counts, counts_of(stepped, p, network));
          }) == "");
  }
}

TEST_CASE("EdgeDRNN's accesses have the bits of its statistics, in either engine", "[energy]") {
  const int chunk = GENERATE(range(0, 4));
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const EdgeSystemCase c =
        random_edge_system_case(60000 + static_cast<std::uint64_t>(chunk) * 100 + seed);
    INFO(c.describe());
    CHECK(in_child([&] {
            const Parameters p = c.parameters();
            ZynqSystem system("system", p, Engine::fast);
            const QuantisedNetwork network = c.common.network();
            const auto run = [&] {
              return system.run(network, c.common.sequences(), c.common.settings()).statistics;
            };
            const RunStatistics fast = run();
            system.engine().set_engine(Engine::stepped);
            const AccessCounts counts = counts_of(fast, p, network);
            return check_bits(counts, fast) + check_ports(counts, fast, p.dma.port_bits) +
                   check_edge(c, counts, fast) + same(counts, counts_of(run(), p, network));
          }) == "");
  }
}
