#include "sim/explain/remedy.hpp"

#include <algorithm>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// What a change of a parameter does about one cause: it removes share/of of its cycles.
struct Change {
  CycleCause cause;
  const char* parameter;
  std::int64_t value;
  std::int64_t remedy;
  std::int64_t share;
  std::int64_t of;
};

using Changes = std::vector<Change>;

int widest(const ExplainedRun& run, std::size_t from) {
  int size = 1;
  for (std::size_t i = from; i < run.layers.size(); ++i) size = std::max(size, run.layers[i]);
  return size;
}

std::int64_t ceil_of(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

/// Twice as wide, as far as that is of use; `size` elements take so many cycles less.
Change wider(CycleCause cause, const char* name, std::int64_t value, std::int64_t size) {
  const std::int64_t remedy = std::max(value, std::min(2 * value, size));
  const std::int64_t cycles = ceil_of(size, value);
  return {cause, name, value, remedy, cycles - ceil_of(size, remedy), cycles};
}

/// A latency at its least; `all`: the latencies that the cause consists of.
Change shorter(CycleCause cause, const char* name, std::int64_t value, std::int64_t least,
               std::int64_t all) {
  return {cause, name, value, least, value - least, all};
}

/// As many PEs as let the widest layer's rows fill one group less.
Change fewer_groups(const ExplainedRun& run) {
  const int rows = widest(run, 1);
  const int pe = run.configuration.parameters().mac.pe_per_channel;
  const int groups = std::max(1, rows / pe);
  return {CycleCause::tail_imbalance, "mac.pe_per_channel", pe, ceil_of(rows, groups), 1, 1};
}

Changes changes_of_mac(const ExplainedRun& run) {
  const Parameters& p = run.configuration.parameters();
  const std::int64_t drain = p.weights.read_latency_cycles + p.mac.latency_cycles - 1;
  return {fewer_groups(run),
          {CycleCause::accumulator_hazard, "mac.accumulator_latency_cycles",
           p.mac.accumulator_latency_cycles, 1, 1, 1},
          shorter(CycleCause::mac_latency, "mac.latency_cycles", p.mac.latency_cycles, 1, drain),
          shorter(CycleCause::mac_latency, "weights.read_latency_cycles",
                  p.weights.read_latency_cycles, 1, drain)};
}

Changes changes_of_drnn(const ExplainedRun& run) {
  const Parameters& p = run.configuration.parameters();
  Changes changes = changes_of_mac(run);
  changes.insert(
      changes.end(),
      {wider(CycleCause::scan, "delta.lanes", p.delta.lanes, widest(run, 0)),
       {CycleCause::fifo_full, "delta.fifo_depth", p.delta.fifo_depth,
        std::max(p.delta.fifo_depth, 2 * widest(run, 0)), 1, 1},
       wider(CycleCause::activation, "activation.lanes", p.activation.lanes, widest(run, 1)),
       {CycleCause::activation_latency, "activation.depth_cycles", p.activation.depth_cycles, 1, 1,
        1},
       wider(CycleCause::input_bandwidth, "dma.input_ports", p.dma.input_ports, 4)});
  return changes;
}

/// A port narrower than K weights takes several of its beats for each; otherwise the gap between
/// columns is all that the configuration decides.
Change faster_weights(const Parameters& p) {
  constexpr int kByteBits = 8;
  constexpr int kWidestPort = 64;
  const int beats = p.mac.num_pe * kByteBits / p.dma.port_bits;
  if (beats > 1 && p.dma.port_bits < kWidestPort)
    return {CycleCause::memory_bandwidth,
            "dma.port_bits",
            p.dma.port_bits,
            kWidestPort,
            beats - beats / 2,
            beats - 1};
  return {CycleCause::memory_bandwidth,
          "data_mover.packet_gap_cycles",
          p.data_mover.packet_gap_cycles,
          0,
          1,
          1};
}

/// The way to the memory and back, with what the master adds.
Changes changes_of_way(CycleCause cause, const Parameters& p, const char* master,
                       std::int64_t master_cycles, std::int64_t least) {
  const std::int64_t all = master_cycles + p.hp.request_cycles + p.hp.response_cycles +
                           p.hp.crossbar_request_cycles + p.hp.crossbar_response_cycles;
  return {shorter(cause, master, master_cycles, least, all),
          shorter(cause, "hp.request_cycles", p.hp.request_cycles, 1, all),
          shorter(cause, "hp.response_cycles", p.hp.response_cycles, 1, all)};
}

Changes changes_of_edgedrnn(const ExplainedRun& run) {
  const Parameters& p = run.configuration.parameters();
  Changes changes =
      changes_of_way(CycleCause::memory_latency, p, "data_mover.command_latency_cycles",
                     p.data_mover.command_latency_cycles, 1);
  changes.push_back(faster_weights(p));
  changes.push_back({CycleCause::fifo_full, "delta.fifo_depth", p.delta.fifo_depth,
                     std::max(p.delta.fifo_depth, 2 * widest(run, 0)), 1, 1});
  changes.push_back(shorter(CycleCause::reset, "accelerator.reset_cycles",
                            p.accelerator.reset_cycles, 1, p.accelerator.reset_cycles));
  return changes;
}

/// A step by itself costs a driver call and about eight register accesses: two transfers of an
/// address, a length, a status and an acknowledgement.
Changes changes_of_host(const ExplainedRun& run) {
  constexpr std::int64_t kAccesses = 8;
  const Parameters& p = run.configuration.parameters();
  const bool steps =
      p.host.mode == HostMode::step || run.configuration.kind() == AcceleratorKind::edgedrnn;
  const std::int64_t call = steps ? p.host.driver_call_cycles : 0;
  const std::int64_t accesses = kAccesses * p.host.register_access_cycles;
  Changes changes{{CycleCause::input_host, "host.register_access_cycles",
                   p.host.register_access_cycles, 2,
                   kAccesses * (p.host.register_access_cycles - 2), call + accesses}};
  if (steps)
    changes.push_back(
        shorter(CycleCause::input_host, "host.driver_call_cycles", call, 0, call + accesses));
  return changes;
}

Changes changes_of(const ExplainedRun& run) {
  const Parameters& p = run.configuration.parameters();
  const bool edge = run.configuration.kind() == AcceleratorKind::edgedrnn;
  Changes changes = edge ? changes_of_edgedrnn(run) : changes_of_drnn(run);
  for (const Changes& more :
       {changes_of_host(run),
        changes_of_way(CycleCause::input_latency, p, "dma.read_latency_cycles",
                       p.dma.read_latency_cycles, 0),
        changes_of_way(CycleCause::output_wait, p, "dma.write_latency_cycles",
                       p.dma.write_latency_cycles, 1)})
    changes.insert(changes.end(), more.begin(), more.end());
  return changes;
}

bool allowed(const ExplainedRun& run, const Change& change) {
  Configuration configuration = run.configuration;
  try {
    configuration.apply(change.parameter, std::to_string(change.remedy), "remedy");
    configuration.resolve();
  } catch (const InputError&) {
    return false;
  }
  return true;
}

Remedy& remedy_of(const Change& change, std::vector<Remedy>& remedies) {
  for (Remedy& remedy : remedies)
    if (remedy.parameter == change.parameter) return remedy;
  remedies.push_back({change.parameter, change.value, change.remedy, {}, 0, 0});
  return remedies.back();
}

}  // namespace

std::vector<Remedy> remedies_for(const ExplainedRun& run) {
  std::vector<Remedy> remedies;
  for (const Change& change : changes_of(run)) {
    const std::uint64_t cycles = run.whole.causes[index_of(change.cause)];
    if (cycles == 0 || change.share <= 0 || change.remedy == change.value) continue;
    if (!allowed(run, change)) continue;
    Remedy& remedy = remedy_of(change, remedies);
    remedy.causes.push_back(change.cause);
    remedy.cycles_of_causes += cycles;
    remedy.cycles_predicted +=
        cycles * static_cast<std::uint64_t>(change.share) / static_cast<std::uint64_t>(change.of);
  }
  std::sort(remedies.begin(), remedies.end(), [](const Remedy& a, const Remedy& b) {
    if (a.cycles_predicted != b.cycles_predicted) return a.cycles_predicted > b.cycles_predicted;
    return a.parameter < b.parameter;
  });
  return remedies;
}

}  // namespace drnn
