#pragma once

#include <exception>
#include <optional>

#include "sim/energy_model.hpp"
#include "sim/evaluation.hpp"
#include "sim/sweep/simulation_work.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// Runs one task on hardware that it has elaborated at its begin, in a process of its own or with
/// others.
class PointRunner : public TaskRun {
 public:
  /// All are referred to and must outlive this.
  PointRunner(SimulationWork& work, SharedWorkload& shared, const SweepTask& task);

  bool run(const WorkerPool::Send& send) override;

 private:
  bool run_reference(SweepReference reference);
  std::uint64_t reference_cycles(SweepReference reference);
  bool run_point(std::uint64_t point);
  /// A run and how good its outputs are.
  struct Outcome {
    DeltaSettings settings;
    ZynqSystem::Result result;
    OutputQuality quality;
  };
  const Outcome& outcome(const DeltaSettings& settings);
  OutputQuality quality(const DeltaSettings& settings, const SpooledValues<std::int16_t>& outputs);
  ZynqSystem::Result result(const DeltaSettings& settings);
  ZynqSystem::Result recorded(const DeltaSettings& settings);
  nlohmann::ordered_json simulated(const Configuration& configuration, std::uint64_t point);
  void send_row(std::uint64_t point, const nlohmann::ordered_json& row);
  ZynqSystem& system();

  SimulationWork& work_;
  SharedWorkload& shared_;  ///< the process's own
  const SweepTask task_;
  WorkerPool::Send send_;
  const Configuration hardware_;
  std::optional<ZynqSystem> system_;
  std::exception_ptr fault_;  ///< of its elaboration
  std::optional<EnergyModel> energy_;
  /// Of the point before: close thresholds are one in the activation format.
  std::optional<Outcome> last_;
};

}  // namespace drnn
