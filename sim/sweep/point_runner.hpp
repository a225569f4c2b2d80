#pragma once

#include <optional>

#include "sim/energy_model.hpp"
#include "sim/evaluation.hpp"
#include "sim/sweep/simulation_work.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// Runs one task, in a process of its own: elaborates the hardware when it is first needed.
class PointRunner {
 public:
  /// All are referred to and must outlive this.
  PointRunner(SimulationWork& work, const SharedWorkload& shared, const WorkerPool::Send& send);

  /// Tells of each reference and point of the task. Returns early after a failure of the
  /// simulation, which cannot run any more then.
  void run(const SweepTask& task);

 private:
  bool run_reference(SweepReference reference);
  std::uint64_t reference_cycles(SweepReference reference);
  bool run_point(std::uint64_t point);
  /// A run and how good its outputs are.
  struct Outcome {
    DeltaSettings settings;
    ZynqSystem::Result result;
    Fidelity fidelity;
    std::optional<Accuracy> accuracy;
  };
  const Outcome& outcome(const DeltaSettings& settings);
  ZynqSystem::Result result(const DeltaSettings& settings);
  ZynqSystem::Result recorded(const DeltaSettings& settings);
  nlohmann::ordered_json simulated(const Configuration& configuration, std::uint64_t point);
  void send_row(std::uint64_t point, const nlohmann::ordered_json& row);
  ZynqSystem& system();

  SimulationWork& work_;
  const SharedWorkload& shared_;
  const WorkerPool::Send& send_;
  std::uint64_t task_point_ = 0;
  std::optional<Configuration> hardware_;
  std::optional<ZynqSystem> system_;
  std::optional<EnergyModel> energy_;
  /// Of the point before: close thresholds are one in the activation format.
  std::optional<Outcome> last_;
};

}  // namespace drnn
