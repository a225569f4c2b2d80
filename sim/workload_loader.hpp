#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/arith/network.hpp"
#include "model/config/configuration.hpp"
#include "sim/run_options.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// A network with its input sequences, in the accelerator's formats.
struct LoadedWorkload {
  std::string name;  ///< for people
  QuantisedNetwork network;
  std::optional<Readout> readout;
  std::vector<InputSequence> sequences;
  std::optional<std::vector<std::vector<int>>> labels;  ///< of each sequence
  bool synthetic = false;
  double density_x_asked = 0, density_h_asked = 0;  ///< of a synthetic workload
  nlohmann::ordered_json description;               ///< the statistics' `workload`
  std::vector<std::string> notes;                   ///< what the user should know, a line each

  std::uint64_t steps() const;
};

/// Loads what the options name, or the default workload. Throws InputError.
LoadedWorkload load_workload(const RunOptions& options, const Configuration& configuration);

}  // namespace drnn
