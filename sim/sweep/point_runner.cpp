#include "sim/sweep/point_runner.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>

#include "model/config/errors.hpp"
#include "sim/run_description.hpp"
#include "sim/sweep/dense_reference.hpp"
#include "sim/sweep/requirements.hpp"
#include "sim/sweep/result_columns.hpp"
#include "sim/sweep/sweep_identity.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

WorkerMessage message(SweepMessage kind, std::uint64_t number, const std::string& text) {
  return {static_cast<std::uint8_t>(kind), number, text};
}

bool same(const DeltaSettings& a, const DeltaSettings& b) {
  return std::tie(a.theta_x, a.theta_h, a.skip) == std::tie(b.theta_x, b.theta_h, b.skip);
}

/// h of every layer in every step.
std::uint64_t state_words(const LoadedWorkload& workload) {
  std::uint64_t units = 0;
  for (const QuantisedLayer& layer : workload.network.layers)
    units += static_cast<std::uint64_t>(layer.hidden);
  return units * workload.steps();
}

}  // namespace

PointRunner::PointRunner(SimulationWork& work, SharedWorkload& shared, const SweepTask& task)
    : work_(work), shared_(shared), task_(task), hardware_(work.hardware(task.hardware)) {
  try {
    system_.emplace(sc_core::sc_gen_unique_name("drnn"), hardware_.parameters(),
                    work_.options().engine);
  } catch (...) {
    fault_ = std::current_exception();
  }
}

bool PointRunner::run(const WorkerPool::Send& send) {
  send_ = send;
  for (const SweepReference reference : task_.references)
    if (!run_reference(reference)) return false;
  for (const std::uint64_t point : task_.points)
    if (!run_point(point)) return false;
  return true;
}

ZynqSystem& PointRunner::system() {
  if (fault_) std::rethrow_exception(fault_);
  return *system_;
}

bool PointRunner::run_reference(SweepReference reference) {
  const auto number = static_cast<std::uint64_t>(reference);
  try {
    send_(message(SweepMessage::reference, number, std::to_string(reference_cycles(reference))));
    return true;
  } catch (const std::exception& error) {
    send_(message(SweepMessage::reference_failed, number,
                  without_folders(error.what(), work_.options())));
    return false;
  }
}

/// A first point with thresholds of zero takes up the run of theta 0.
std::uint64_t PointRunner::reference_cycles(SweepReference reference) {
  if (reference == SweepReference::theta0) return outcome(kTheta0).result.statistics.total_cycles;
  const LoadedWorkload& workload = shared_.workload;
  return DenseReference(system(), hardware_.parameters(), workload.network, workload.sequences)
      .cycles();
}

bool PointRunner::run_point(std::uint64_t point) {
  const Configuration configuration = work_.configuration(point);
  try {
    configuration.resolve();
    send_row(point, simulated(configuration, point));
    return true;
  } catch (const InputError& error) {
    send_row(point, work_.point_row(point, point_status::kInvalid, error.what()));
    return true;
  } catch (const std::exception& error) {
    send_row(point, work_.point_row(point, point_status::kFailed, error.what()));
    return false;
  }
}

const PointRunner::Outcome& PointRunner::outcome(const DeltaSettings& settings) {
  if (last_ && same(last_->settings, settings)) return *last_;
  last_.reset();
  ZynqSystem::Result result = this->result(settings);
  OutputQuality quality = this->quality(settings, result.outputs);
  last_ = {settings, std::move(result), std::move(quality)};
  return *last_;
}

/// Outputs of the same states are the same.
OutputQuality PointRunner::quality(const DeltaSettings& settings,
                                   const SpooledValues<std::int16_t>& outputs) {
  const auto evaluated = [&] {
    return OutputQuality{shared_.evaluation->fidelity(outputs),
                         shared_.evaluation->accuracy(outputs)};
  };
  if (shared_.recordings.find(settings) == nullptr) return evaluated();
  auto known = shared_.qualities.find(key_of(settings));
  if (known == shared_.qualities.end())
    known = shared_.qualities.emplace(key_of(settings), evaluated()).first;
  return known->second;
}

ZynqSystem::Result PointRunner::result(const DeltaSettings& settings) {
  const LoadedWorkload& workload = shared_.workload;
  StateTape* tape = work_.wants_recordings(shared_) ? system().tape() : nullptr;
  const RecordedStates* known = tape == nullptr ? nullptr : shared_.recordings.find(settings);
  if (known != nullptr) {
    tape->replay(*known);
  } else if (tape != nullptr && shared_.recordings.wants(settings, state_words(workload))) {
    return recorded(settings);
  }
  ZynqSystem::Result result = system().run(workload.network, workload.sequences, settings);
  if (tape != nullptr) tape->stop();
  return result;
}

ZynqSystem::Result PointRunner::recorded(const DeltaSettings& settings) {
  const Recordings::Recording recording = shared_.recordings.begin(state_words(shared_.workload));
  system().tape()->record(*recording.h);
  ZynqSystem::Result result =
      system().run(shared_.workload.network, shared_.workload.sequences, settings);
  system().tape()->stop();
  const OverflowCounts overflows{result.statistics.accumulators_out_of_range,
                                 result.statistics.conversions_out_of_range};
  send_(message(SweepMessage::recording, task_.hardware,
                shared_.recordings.end(settings, recording, overflows)));
  return result;
}

Json PointRunner::simulated(const Configuration& configuration, std::uint64_t point) {
  const LoadedWorkload& workload = shared_.workload;
  if (!energy_) energy_.emplace(work_.energy().for_design(hardware_.parameters()));
  const Outcome& run = outcome(settings_of(configuration));
  RunRecord record = describe_run(configuration, workload, run.result, *energy_);
  record.fidelity = run.quality.fidelity;
  record.accuracy = run.quality.accuracy;
  const std::string broken = broken_limit(work_.options().excluding, record);
  if (!broken.empty()) return work_.point_row(point, point_status::kExcluded, broken);
  Json row = work_.point_head(point, point_status::kDone, "");
  append(row, flattened(run_json(record, configuration, workload, shared_.tables,
                                 StatisticsDetail::columns)));
  return row;
}

void PointRunner::send_row(std::uint64_t point, const Json& row) {
  send_(message(SweepMessage::row, point, encode_row(row)));
}

}  // namespace drnn
