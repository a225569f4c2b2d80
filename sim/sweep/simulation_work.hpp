#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/config/configuration.hpp"
#include "sim/energy_model.hpp"
#include "sim/evaluation.hpp"
#include "sim/interrupt.hpp"
#include "sim/sweep/point_order.hpp"
#include "sim/sweep/recordings.hpp"
#include "sim/sweep/sweep_options.hpp"
#include "sim/sweep/sweep_task.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

/// How good a run's outputs are.
struct OutputQuality {
  Fidelity fidelity;
  std::optional<Accuracy> accuracy;
};

/// What all points of one kind, numeric profile and quantisation share.
struct SharedWorkload {
  NumericProfile profile;
  LoadedWorkload workload;
  nlohmann::ordered_json tables;
  std::optional<Evaluation> evaluation;  ///< refers to the others
  Recordings recordings;                 ///< of the runs so far
  /// Of the outputs of runs that were recorded.
  std::map<RecordingKey, OutputQuality> qualities;
};

/// A sweep's points, simulated.
///
/// Work is shared at three levels, which are the roles of axes: the workload is loaded once and
/// inherited by the processes that are forked from here; the hardware is elaborated once a task;
/// thresholds are runs of it. Points of one workload with the same effective thresholds also have
/// the same states and the same pattern of deltas sent, whatever the hardware: the first of them to
/// run on the DRNN records its states, and on further hardware only the timing is simulated.
class SimulationWork : public SweepWork {
 public:
  /// All are referred to and must outlive this.
  SimulationWork(const SweepOptions& options, const Configuration& base, const PointOrder& order,
                 const InterruptGuard& interrupt);

  std::vector<SweepReference> references() const override;
  std::string hardware_fault(std::uint64_t point) override;
  std::string point_fault(std::uint64_t point) override;
  Run prepare(std::uint64_t point) override;
  std::size_t most_together() const override;
  void keep(std::uint64_t point, const std::string& recording) override;
  nlohmann::ordered_json point_row(std::uint64_t point, const std::string& status,
                                   const std::string& message) override;

  /// Whether a recording of a run of the shared workload may serve another one.
  bool wants_recordings(const SharedWorkload& shared) const;

  /// The same without the configuration.
  nlohmann::ordered_json point_head(std::uint64_t point, const std::string& status,
                                    const std::string& message) const;

  Configuration configuration(std::uint64_t point) const;
  /// The point's with thresholds of zero, which any format holds.
  Configuration hardware(std::uint64_t point) const;
  const SweepOptions& options() const { return options_; }
  /// Of the configuration that points have in common.
  const EnergyModel& energy() const { return energy_; }
  /// What the point runs on, until another workload is asked for. Throws where it cannot be loaded.
  const SharedWorkload& shared(std::uint64_t point);

 private:
  /// Throws ExcludedPoints.
  void check_limits(const Parameters& parameters) const;
  std::shared_ptr<SharedWorkload> load(std::uint64_t point) const;

  const SweepOptions& options_;
  const Configuration& base_;
  const PointOrder& order_;
  const InterruptGuard& interrupt_;
  const EnergyModel energy_;
  std::optional<std::uint64_t> loaded_for_;
  std::shared_ptr<SharedWorkload> shared_;
  std::exception_ptr failure_;  ///< of the loading
};

}  // namespace drnn
