#include "sim/ddr_report.hpp"

#include <nlohmann/json.hpp>

#include "model/stats/ratio.hpp"
#include "sim/latency_json.hpp"
#include "sim/report_text.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPicosecondsPerSecond = 1e12;

void add_latency(Json& json, const LatencyHistogram& latency) {
  const auto known = [&](auto value) { return latency.count() == 0 ? Json(nullptr) : Json(value); };
  json["read_latency_mean_cycles"] = known(latency.mean());
  json["read_latency_p50_cycles"] = known(latency.percentile(50));
  json["read_latency_p95_cycles"] = known(latency.percentile(95));
  json["read_latency_p99_cycles"] = known(latency.percentile(99));
  json["read_latency_max_cycles"] = known(latency.max());
  json["read_latency_histogram_cycles"] = latency_pairs(latency);
}

Json counts_json(const DdrRecord& r) {
  const DdrStatistics& s = r.counts;
  Json json{{"cycles", s.clocks},
            {"time_s", r.time_s()},
            {"reads", s.reads},
            {"writes", s.writes},
            {"activates", s.activates},
            {"precharges", s.precharges},
            {"refreshes", s.refreshes},
            {"row_hits", s.row_hits},
            {"read_row_hits", s.read_row_hits},
            {"forwarded_reads", s.forwarded_reads},
            {"turnarounds", s.turnarounds},
            {"bandwidth_mbytes_per_s", r.bandwidth_mbytes_per_s()},
            {"bus_utilisation", r.bus_utilisation()},
            {"active_fraction", ratio(s.active_clocks, s.clocks)},
            {"read_queue_mean_entries", ratio(s.read_queue_clocks, s.clocks)},
            {"write_queue_mean_entries", ratio(s.write_queue_clocks, s.clocks)}};
  add_latency(json, s.read_latency);
  return json;
}

Json config_json(const Configuration& configuration) {
  const Json all = configuration.to_json();
  Json json = Json::object();
  for (const auto& [name, entry] : all.items())
    if (name.rfind("ddr.", 0) == 0) json[name] = entry;
  return json;
}

std::string latency_text(const LatencyHistogram& latency) {
  if (latency.count() == 0) return "- (no reads)";
  return text("mean %.1f cycles; 50 %% ", latency.mean()) + grouped(latency.percentile(50)) +
         ", 95 % " + grouped(latency.percentile(95)) + ", 99 % " + grouped(latency.percentile(99)) +
         ", max " + grouped(latency.max());
}

std::string value_of(const Configuration& configuration, const char* name) {
  return find_declaration(name)->get(configuration.parameters());
}

}  // namespace

double DdrRecord::time_s() const {
  return static_cast<double>(counts.clocks) * static_cast<double>(config.device.tck_ps) /
         kPicosecondsPerSecond;
}

double DdrRecord::bandwidth_mbytes_per_s() const {
  return config.device.peak_mbytes_per_s() * bus_utilisation();
}

double DdrRecord::bus_utilisation() const {
  return ratio((counts.reads + counts.writes) * DdrTiming::kBurstClocks, counts.clocks);
}

double DdrRecord::row_hit_rate() const {
  return ratio(counts.row_hits, counts.reads + counts.writes);
}

Json ddr_json(const DdrRecord& r, const Configuration& configuration) {
  return {{"schema", 1},
          {"ddr", counts_json(r)},
          {"config", config_json(configuration)},
          {"trace", {{"name", r.trace}, {"requests", r.requests}, {"hash", r.hash}}}};
}

void print_ddr_summary(std::ostream& out, const DdrRecord& r, const Configuration& configuration) {
  const DdrStatistics& s = r.counts;
  print_line(out, "trace",
             r.trace + ": " + grouped(r.requests) + " bursts of " +
                 std::to_string(r.config.device.burst_bytes()) + " bytes");
  print_line(out, "device",
             r.config.device.name + ", " + value_of(configuration, "ddr.mapping") + ", " +
                 value_of(configuration, "ddr.page_policy") + " page");
  print_line(
      out, "cycles",
      grouped(s.clocks) + text(", %.6g s at %.6g MHz", r.time_s(), 1e6 / r.config.device.tck_ps));
  print_line(out, "bandwidth",
             text("%.1f MB/s, %.1f %% of %.1f", r.bandwidth_mbytes_per_s(),
                  100 * r.bus_utilisation(), r.config.device.peak_mbytes_per_s()));
  print_line(out, "commands",
             grouped(s.reads) + " reads, " + grouped(s.writes) + " writes, " +
                 grouped(s.activates) + " activates, " + grouped(s.precharges) + " precharges, " +
                 grouped(s.refreshes) + " refreshes");
  print_line(out, "row hits",
             grouped(s.row_hits) + text(", %.1f %% of reads and writes", 100 * r.row_hit_rate()));
  print_line(out, "read latency", latency_text(s.read_latency));
  print_line(out, "turnarounds",
             grouped(s.turnarounds) + "; " + grouped(s.forwarded_reads) +
                 " reads answered from the write queue");
  print_line(out, "queued",
             text("%.1f reads and %.1f writes in the mean", ratio(s.read_queue_clocks, s.clocks),
                  ratio(s.write_queue_clocks, s.clocks)));
  print_line(out, "rows open", text("%.1f %% of the time", 100 * ratio(s.active_clocks, s.clocks)));
}

}  // namespace drnn
