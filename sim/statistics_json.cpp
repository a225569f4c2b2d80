#include "sim/statistics_json.hpp"

#include <string>

#include "model/stats/ratio.hpp"
#include "sim/accuracy_json.hpp"
#include "sim/energy_json.hpp"
#include "sim/latency_json.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

Json cycles_json(const RunRecord& r) {
  return {{"total", r.main.total_cycles},
          {"per_step_mean", static_cast<double>(r.main.total_cycles - r.main.reset_cycles) /
                                static_cast<double>(r.main.steps)},
          {"per_step_max", r.main.max_step_cycles},
          {"load", r.main.load_cycles},
          {"reset", r.main.reset_cycles}};
}

Json speedup_json(const RunRecord& r) {
  const auto vs_theta0 = r.speedup_vs_theta0();
  return {{"vs_dense", r.speedup_vs_dense()},
          {"vs_theta0", vs_theta0 ? Json(*vs_theta0) : Json(nullptr)}};
}

Json memory_json(const RunStatistics& s) {
  return {{"weight_reads_bits", s.weight_read_bits},
          {"state_reads_bits", s.state_read_bits},
          {"state_writes_bits", s.state_written_bits},
          {"accumulator_reads_bits", s.accumulator_read_bits},
          {"accumulator_writes_bits", s.accumulator_written_bits},
          {"ddr_read_bytes", s.ddr_read_bytes},
          {"ddr_write_bytes", s.ddr_written_bytes}};
}

Json host_interface_json(const HostInterface& host) {
  return {{"driver_calls", host.driver_calls},
          {"register_reads", host.register_reads},
          {"register_writes", host.register_writes},
          {"dma_transfers", host.dma_transfers},
          {"between_steps_cycles", host.between_steps_cycles}};
}

Json ddr_json(const DdrCounts& d) {
  return {{"clock_period_ps", d.tck_ps},
          {"clocks", d.clocks},
          {"active_clocks", d.active_clocks},
          {"reads", d.reads},
          {"writes", d.writes},
          {"burst_bytes", d.burst_bytes},
          {"activates", d.activates},
          {"precharges", d.precharges},
          {"refreshes", d.refreshes},
          {"row_hits", d.row_hits},
          {"forwarded_reads", d.forwarded_reads},
          {"turnarounds", d.turnarounds},
          {"read_queue_mean_entries", ratio(d.read_queue_clocks, d.clocks)},
          {"write_queue_mean_entries", ratio(d.write_queue_clocks, d.clocks)},
          {"read_latency",
           {{"mean_clocks", d.read_latency.mean()},
            {"clocks_and_bursts", latency_pairs(d.read_latency)}}}};
}

/// Utilisation is of the window that cycles.total counts.
Json ports_json(const RunStatistics& s) {
  Json ports = Json::object();
  for (const PortCounts& port : s.ports)
    ports[port.name] = {{"bursts", port.bursts},
                        {"bytes", port.bytes},
                        {"busy_cycles", port.beats},
                        {"utilisation", ratio(port.beats, s.total_cycles)}};
  return ports;
}

Json stalls_json(const RunStatistics& s) {
  Json blocks = Json::object();
  for (const BlockCauses& block : s.blocks) {
    Json causes = Json::object();
    for (const auto& entry : block.causes) causes[entry.cause] = entry.cycles;
    blocks[block.block] = causes;
  }
  return blocks;
}

Json account_json(const RunStatistics& s) {
  Json causes = Json::object();
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    causes[std::string(kCycleCauses[i].name)] = s.causes[i];
  return causes;
}

}  // namespace

Json statistics_json(const RunRecord& r, const Json& config, const Json& workload,
                     const Json& quantisation, StatisticsDetail detail) {
  return {
      {"schema", 1},
      {"cycles", cycles_json(r)},
      {"steps", r.main.steps},
      {"time_s", r.time_s()},
      {"throughput", {{"effective_gops", r.effective_gops()}, {"peak_gops", r.peak_gops()}}},
      {"speedup", speedup_json(r)},
      {"sparsity",
       {{"dx", r.sparsity_x()}, {"dh", r.sparsity_h()}, {"pooled", r.sparsity_pooled()}}},
      {"columns",
       {{"dense", r.dense_columns()},
        {"issued", r.main.columns_issued},
        {"bias", r.main.bias_columns_issued}}},
      {"memory", memory_json(r.main)},
      {"ddr", ddr_json(r.main.ddr)},
      {"ports", ports_json(r.main)},
      {"host_interface", host_interface_json(r.main.host)},
      {"energy", energy_json(r.energy, detail)},
      {"resources", resources_json(r.resources, r.parameters)},
      {"stalls", stalls_json(r.main)},
      {"account", account_json(r.main)},
      {"accuracy", accuracy_json(r.accuracy, r.fidelity)},
      {"fidelity", fidelity_json(r.fidelity)},
      {"quantisation", quantisation},
      {"config", config},
      {"workload", workload},
      {"host",
       {{"wall_s", r.wall_s},
        {"cycles_per_s", static_cast<double>(r.main.total_cycles) / r.wall_s}}},
  };
}

}  // namespace drnn
