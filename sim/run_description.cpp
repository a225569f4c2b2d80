#include "sim/run_description.hpp"

#include <nlohmann/json.hpp>

#include "sim/accuracy_json.hpp"
#include "sim/rtl_note.hpp"
#include "sim/statistics_json.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

bool is_edgedrnn(const Parameters& p) {
  return p.accelerator.kind == AcceleratorKind::edgedrnn;
}

std::int64_t macs_per_cycle(const Parameters& p) {
  return is_edgedrnn(p) ? p.mac.num_pe : std::int64_t{kGates} * p.mac.pe_per_channel;
}

Json workload_json(const LoadedWorkload& workload, const RunRecord& record) {
  Json json = workload.description;
  if (workload.synthetic) {
    json["synthetic"]["density_x_measured"] = 1.0 - record.sparsity_x();
    json["synthetic"]["density_h_measured"] = 1.0 - record.sparsity_h();
  }
  return json;
}

}  // namespace

std::vector<LayerSize> sizes_of(const QuantisedNetwork& network) {
  std::vector<LayerSize> sizes;
  for (const QuantisedLayer& l : network.layers)
    sizes.push_back({l.inputs, l.hidden, l.column_count()});
  return sizes;
}

bool is_theta0(const DeltaSettings& settings) {
  return settings.theta_x == 0 && settings.theta_h == 0 && settings.skip;
}

DeltaSettings settings_of(const Configuration& configuration) {
  const ThetaEffective theta = configuration.theta_effective();
  return {theta.x_raw, theta.h_raw, true};
}

RunRecord describe_run(const Configuration& configuration, const LoadedWorkload& workload,
                       const ZynqSystem::Result& result, EnergyModel& energy) {
  const Parameters& p = configuration.parameters();
  const ThetaEffective theta = configuration.theta_effective();
  RunRecord record;
  record.theta_x = p.delta.theta_x;
  record.theta_h = p.delta.theta_h;
  record.theta_x_effective = theta.x;
  record.theta_h_effective = theta.h;
  record.main = result.statistics;
  record.operations_per_step = workload.network.operations_per_step();
  record.elements_per_step = workload.network.elements_per_step();
  record.period_ps = p.clock.period_ps;
  record.macs_per_cycle = macs_per_cycle(p);
  record.parameters = p;
  const std::vector<LayerSize> layers = sizes_of(workload.network);
  record.resources = resources_of(p, layers);
  record.energy =
      energy.report(result.statistics, layers, record.resources, record.operations_per_step);
  record.wall_s = result.wall_s;
  return record;
}

Json run_json(const RunRecord& record, const Configuration& configuration,
              const LoadedWorkload& workload, const Json& tables, StatisticsDetail detail) {
  Json config =
      detail == StatisticsDetail::columns ? configuration.values_json() : configuration.to_json();
  config["tables"] = tables;
  const auto note = rtl_note(configuration.parameters());
  config["rtl_note"] = note ? Json(*note) : Json(nullptr);
  return statistics_json(record, config, workload_json(workload, record),
                         quantisation_json(workload, configuration.parameters(), record.main),
                         detail);
}

}  // namespace drnn
