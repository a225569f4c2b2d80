#include "sim/estimate/estimate_json.hpp"

#include <nlohmann/json.hpp>

#include "sim/accuracy_json.hpp"
#include "sim/run_description.hpp"
#include "sim/table_check.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kUnknown[] = {"stalls", "account", "fidelity", "host"};
constexpr const char* kUnknownOfDram[] = {"forwarded_reads",
                                          "turnarounds",
                                          "read_queue_mean_entries",
                                          "write_queue_mean_entries",
                                          "read_latency",
                                          "row_hits",
                                          "active_clocks"};

Json check_json(const EstimateRecord& record) {
  if (!record.simulated) return nullptr;
  const RunRecord& e = record.estimate;
  const RunRecord& s = *record.simulated;
  const auto compared = [](double estimate, double simulated) {
    return Json{{"estimate", estimate},
                {"simulated", simulated},
                {"error_percent", error_percent(estimate, simulated)}};
  };
  return {{"cycles.total", compared(static_cast<double>(e.main.total_cycles),
                                    static_cast<double>(s.main.total_cycles))},
          {"energy.total_j", compared(e.energy.energy.total_j, s.energy.energy.total_j)}};
}

Json estimate_json(const EstimateRecord& record, const Configuration& configuration,
                   const LoadedWorkload& workload, const Json& tables) {
  Json json = {{"schema", 1},
               {"estimate",
                {{"deltas", record.drawn ? "drawn" : "recorded"}, {"check", check_json(record)}}}};
  json.update(run_json(record.estimate, configuration, workload, tables));
  for (const char* key : kUnknown) json.erase(key);
  for (const char* key : kUnknownOfDram) json["ddr"].erase(key);
  json["accuracy"] = record.score ? score_json(*record.score) : Json(nullptr);
  return json;
}

}  // namespace

Json estimates_json(const std::vector<EstimateRecord>& records,
                    const std::vector<Configuration>& configurations,
                    const LoadedWorkload& workload) {
  const Json tables = checked_tables(configurations.front().parameters().numeric);
  Json runs = Json::array();
  for (std::size_t i = 0; i < records.size(); ++i)
    runs.push_back(estimate_json(records[i], configurations[i], workload, tables));
  if (runs.size() == 1) return runs.front();
  return {{"schema", 1}, {"runs", runs}};
}

}  // namespace drnn
