#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/arith/delta_gru.hpp"
#include "model/config/configuration.hpp"
#include "sim/energy_model.hpp"
#include "sim/run_record.hpp"
#include "sim/statistics_detail.hpp"
#include "sim/workload_loader.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// Every element is sent: the reference of speedup.vs_dense.
constexpr DeltaSettings kDense{0, 0, false};
/// The reference of speedup.vs_theta0.
constexpr DeltaSettings kTheta0{0, 0, true};

bool is_theta0(const DeltaSettings& settings);

/// Sizes of the network's layers, as resources depend on them.
std::vector<LayerSize> sizes_of(const QuantisedNetwork& network);

/// A run with the configuration's thresholds.
DeltaSettings settings_of(const Configuration& configuration);

/// What is known of a run by itself: without references, fidelity and accuracy.
RunRecord describe_run(const Configuration& configuration, const LoadedWorkload& workload,
                       const ZynqSystem::Result& result, EnergyModel& energy);

/// A run as the object of `--stats`. tables: of its numeric profile, see checked_tables().
nlohmann::ordered_json run_json(const RunRecord& record, const Configuration& configuration,
                                const LoadedWorkload& workload,
                                const nlohmann::ordered_json& tables,
                                StatisticsDetail detail = StatisticsDetail::all);

}  // namespace drnn
