#include "sim/sweep/simulation_work.hpp"

#include <algorithm>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/run_description.hpp"
#include "sim/sweep/grid_check.hpp"
#include "sim/sweep/point_runner.hpp"
#include "sim/sweep/requirements.hpp"
#include "sim/sweep/result_columns.hpp"
#include "sim/sweep/sweep_identity.hpp"
#include "sim/table_check.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

std::string fault_of(const Configuration& configuration) {
  try {
    configuration.resolve();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// A value as JSON where it reads as such: numbers and truths; names are strings.
Json json_value(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

}  // namespace

SimulationWork::SimulationWork(const SweepOptions& options, const Configuration& base,
                               const PointOrder& order, const InterruptGuard& interrupt)
    : options_(options),
      base_(base),
      order_(order),
      interrupt_(interrupt),
      energy_(options.energy, base.parameters()) {}

std::vector<SweepReference> SimulationWork::references() const {
  if (options_.reference_theta0) return {SweepReference::dense, SweepReference::theta0};
  return {SweepReference::dense};
}

Configuration SimulationWork::configuration(std::uint64_t point) const {
  return configuration_at(base_, options_.grid, options_.grid.digits(point));
}

Configuration SimulationWork::hardware(std::uint64_t point) const {
  Configuration result = configuration(point);
  result.apply("theta", "0", "sweep");
  return result;
}

std::string SimulationWork::hardware_fault(std::uint64_t point) {
  return fault_of(hardware(point));
}

std::string SimulationWork::point_fault(std::uint64_t point) {
  return fault_of(configuration(point));
}

namespace {

/// Without them all is computed anew, to the same rows.
void open_if_possible(Recordings& recordings) {
  try {
    recordings.open();
  } catch (const SimulationError&) {
  }
}

}  // namespace

/// A synthetic workload is made for the thresholds that all points have in common.
std::shared_ptr<SharedWorkload> SimulationWork::load(std::uint64_t point) const {
  Configuration configuration = hardware(point);
  const Parameters& base = base_.parameters();
  configuration.apply("theta_x", number_text(base.delta.theta_x), "sweep");
  configuration.apply("theta_h", number_text(base.delta.theta_h), "sweep");
  const auto shared = std::make_shared<SharedWorkload>();
  shared->profile = configuration.parameters().numeric;
  shared->tables = checked_tables(shared->profile);
  shared->workload = quantise_workload(options_, configuration);
  shared->evaluation.emplace(
      shared->workload, shared->profile,
      References(shared->workload.references(), shared->profile, [this] { interrupt_.check(); }));
  if (wants_recordings(*shared)) open_if_possible(shared->recordings);
  return shared;
}

const SharedWorkload& SimulationWork::shared(std::uint64_t point) {
  if (!loaded_for_ || !order_.same_workload(*loaded_for_, point)) {
    shared_.reset();
    failure_ = nullptr;
    loaded_for_ = point;
    try {
      shared_ = load(point);
    } catch (...) {
      failure_ = std::current_exception();
    }
  }
  if (failure_) std::rethrow_exception(failure_);
  return *shared_;
}

void SimulationWork::check_limits(const Parameters& p) const {
  if (options_.excluding.empty()) return;
  const Resources design = resources_of(p, sizes_of(shared_->workload.network));
  const std::string broken = broken_limit(options_.excluding, design, p);
  if (!broken.empty()) throw ExcludedPoints(broken);
}

SweepWork::Run SimulationWork::prepare(std::uint64_t point) {
  const Configuration design = hardware(point);
  try {
    check_holds(shared(point).workload, design.parameters());
  } catch (const InputError& error) {
    throw InputError(without_folders(error.what(), options_));
  }
  check_limits(design.parameters());
  return [this, shared = shared_](const SweepTask& task) {
    return std::make_unique<PointRunner>(*this, *shared, task);
  };
}

/// An elaborated system holds the weights twice, in the accelerator and in the memory, and the
/// streams once.
std::size_t SimulationWork::most_together() const {
  constexpr std::size_t kBytesTogether = std::size_t{8} << 20;
  const QuantisedNetwork& network = shared_->workload.network;
  std::size_t words =
      shared_->workload.steps() *
      static_cast<std::size_t>(network.layers.front().inputs + network.layers.back().hidden);
  for (const QuantisedLayer& layer : network.layers) words += 2 * layer.columns.size();
  return std::max<std::size_t>(1, kBytesTogether / (words * sizeof(std::int16_t)));
}

/// Groups of the workload before may still be running.
void SimulationWork::keep(std::uint64_t point, const std::string& recording) {
  if (!shared_ || !order_.same_workload(*loaded_for_, point)) return;
  shared_->recordings.keep(recording);
}

/// Where accumulators saturate, the states depend on the hardware.
bool SimulationWork::wants_recordings(const SharedWorkload& shared) const {
  const bool other_hardware = order_.hardware_end(0, order_.size()) < order_.size();
  return other_hardware && shared.profile.accumulator_overflow == Overflow::wrap;
}

Json SimulationWork::point_head(std::uint64_t point, const std::string& status,
                                const std::string& message) const {
  const Grid& grid = options_.grid;
  const Grid::Digits digits = grid.digits(point);
  Json row = {{"point", point},
              {"status", status},
              {"message", message.empty() ? Json(nullptr) : Json(message)}};
  for (std::size_t a = 0; a < digits.size(); ++a)
    row["axis." + grid.axes()[a].key] = json_value(grid.value(a, digits));
  return row;
}

Json SimulationWork::point_row(std::uint64_t point, const std::string& status,
                               const std::string& message) {
  Json row = point_head(point, status, message);
  append(row, flattened({{"config", configuration(point).to_json()}}));
  return row;
}

}  // namespace drnn
