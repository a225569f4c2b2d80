#include "sim/ddr_replay.hpp"

#include <cstdio>

#include "model/config/errors.hpp"
#include "sim/formats/memory_trace.hpp"
#include "tlm/ddr/ddr_config.hpp"
#include "tlm/ddr/trace_replay.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

double ratio(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::uint64_t columns(const DdrStatistics& s) {
  return s.reads + s.writes;
}

Json latencies_json(const LatencyHistogram& latency) {
  Json pairs = Json::array();
  for (std::size_t clocks = 0; clocks < latency.counts().size(); ++clocks)
    if (latency.counts()[clocks] > 0) pairs.push_back({clocks, latency.counts()[clocks]});
  return pairs;
}

}  // namespace

double DdrReplay::seconds() const {
  return static_cast<double>(cycles) * config.device.tck_ps * 1e-12;
}

double DdrReplay::mbytes_per_s() const {
  return static_cast<double>(requests * DdrDevice::kBurstBytes) / seconds() / 1e6;
}

double DdrReplay::bus_utilisation() const {
  return ratio(columns(statistics) * DdrTiming::kBurstClocks, cycles);
}

double DdrReplay::row_hit_rate() const {
  return ratio(statistics.row_hits, columns(statistics));
}

DdrReplay replay_trace(const std::string& path, const Parameters& parameters) {
  DdrReplay result;
  result.trace = path;
  result.config = ddr_config(parameters);
  MemoryTrace trace(path, result.config.device.size_bytes());
  TraceReplay replay(result.config);
  while (const auto request = trace.next())
    replay.next({request->address, request->write, request->cycle});
  replay.finish();
  result.hash = trace.hash();
  result.requests = trace.requests();
  result.cycles = replay.cycles();
  result.statistics = replay.statistics();
  if (result.requests == 0) throw InputError(path + ": the trace has no request");
  return result;
}

Json to_json(const DdrReplay& r, const Json& config) {
  const DdrStatistics& s = r.statistics;
  Json ddr{{"cycles", r.cycles},
           {"clock_period_ps", r.config.device.tck_ps},
           {"time_s", r.seconds()},
           {"bandwidth_mbytes_per_s", r.mbytes_per_s()},
           {"bus_utilisation", r.bus_utilisation()},
           {"reads", s.reads},
           {"writes", s.writes},
           {"forwarded_reads", s.forwarded_reads},
           {"activates", s.activates},
           {"precharges", s.precharges},
           {"refreshes", s.refreshes},
           {"row_hits", s.row_hits},
           {"turnarounds", s.turnarounds},
           {"active_cycles", s.active_clocks},
           {"read_queue_mean_entries", ratio(s.read_queue_clocks, s.clocks)},
           {"write_queue_mean_entries", ratio(s.write_queue_clocks, s.clocks)},
           {"read_latency_mean_cycles", s.read_latency.mean()},
           {"read_latency_p50_cycles", s.read_latency.percentile(50)},
           {"read_latency_p95_cycles", s.read_latency.percentile(95)},
           {"read_latency_p99_cycles", s.read_latency.percentile(99)},
           {"read_latency_max_cycles", s.read_latency.max()},
           {"read_latency_cycles_and_bursts", latencies_json(s.read_latency)}};
  Json settings = Json::object();
  for (const auto& [key, value] : config.items())
    if (key.rfind("ddr.", 0) == 0) settings[key] = value;
  return {{"schema", 1},
          {"ddr", ddr},
          {"config", settings},
          {"trace", {{"name", r.trace}, {"requests", r.requests}, {"hash", r.hash}}}};
}

void print_replay(std::ostream& out, const DdrReplay& r) {
  const DdrStatistics& s = r.statistics;
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  char text[640];
  std::snprintf(
      text, sizeof text,
      "trace      %s, %llu requests of %u B\n"
      "device     %s, clock %u ps\n"
      "cycles     %llu, %.6g s\n"
      "bandwidth  %.1f MB/s, data bus busy %.1f %%\n"
      "commands   %llu reads, %llu writes, %llu activates, %llu precharges, %llu refreshes\n"
      "row hits   %.1f %%; forwarded reads %llu; turnarounds %llu\n"
      "latency    of reads in cycles: mean %.1f, 50 %% %llu, 95 %% %llu, 99 %% %llu, max %llu\n",
      r.trace.c_str(), number(r.requests), DdrDevice::kBurstBytes, r.config.device.name.c_str(),
      r.config.device.tck_ps, number(r.cycles), r.seconds(), r.mbytes_per_s(),
      100 * r.bus_utilisation(), number(s.reads), number(s.writes), number(s.activates),
      number(s.precharges), number(s.refreshes), 100 * r.row_hit_rate(), number(s.forwarded_reads),
      number(s.turnarounds), s.read_latency.mean(), number(s.read_latency.percentile(50)),
      number(s.read_latency.percentile(95)), number(s.read_latency.percentile(99)),
      number(s.read_latency.max()));
  out << text;
}

}  // namespace drnn
