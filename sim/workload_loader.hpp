#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "model/arith/network.hpp"
#include "model/arith/network_ranges.hpp"
#include "model/config/configuration.hpp"
#include "model/spool/spooled_values.hpp"
#include "sim/accuracy.hpp"
#include "sim/fidelity.hpp"
#include "sim/run_options.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// What bringing a workload into the accelerator's formats took.
struct QuantisationRecord {
  int feature_scale = 0;  ///< features are divided by 2^feature_scale
  std::int64_t saturated_features = 0;
  QuantisationReport network;

  std::int64_t saturated() const {
    return saturated_features + network.saturated_weights + network.saturated_biases;
  }
};

/// A network with its input sequences, as trained and in the accelerator's formats.
struct LoadedWorkload {
  std::string name;          ///< for people
  std::string network_name;  ///< in messages
  FloatNetwork trained;
  std::vector<SpooledValues<double>> features;  ///< as read: (steps, inputs) of each sequence
  QuantisedNetwork network;
  std::vector<InputSequence> sequences;
  QuantisationRecord quantisation;
  std::vector<TensorRange> ranges;  ///< features, then every tensor; only where asked for
  std::optional<Scoring> scoring;   ///< none without labels or targets
  bool synthetic = false;
  double density_x_asked = 0, density_h_asked = 0;  ///< of a synthetic workload
  nlohmann::ordered_json description;  ///< the statistics' `workload`; hashes as asked for
  std::vector<std::string> notes;      ///< what the user should know, a line each

  std::uint64_t steps() const;
  References::Source references() const;
};

/// Loads what the options name, or the default workload. `ranges`: where to print the range of each
/// tensor before any is quantised, so that it is seen also where one does not fit; null: nowhere.
/// Throws InputError.
LoadedWorkload load_workload(const WorkloadOptions& options, const Configuration& configuration,
                             std::ostream* ranges = nullptr);

/// The same without asking whether the accelerator holds the network. Depends on nothing but the
/// kind, the numeric profile and the quantisation, and for a synthetic workload on the thresholds.
LoadedWorkload quantise_workload(const WorkloadOptions& options, const Configuration& configuration,
                                 std::ostream* ranges = nullptr);

/// Throws InputError where the accelerator does not hold the network.
void check_holds(const LoadedWorkload& workload, const Parameters& parameters);

}  // namespace drnn
