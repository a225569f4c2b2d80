#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/config/parameters.hpp"
#include "sim/run_options.hpp"

namespace drnn {

/// The files of a workload, and how they are named in reports.
struct WorkloadFiles {
  std::filesystem::path network;
  std::vector<std::string> input_arguments;   ///< feature files, folders and lists
  std::vector<std::filesystem::path> inputs;  ///< feature files, after expand()
  std::optional<std::filesystem::path> labels;
  std::string network_name;
  nlohmann::ordered_json input_names = nlohmann::ordered_json::array();

  /// Finds the feature files. Throws InputError where there are none.
  void expand();
  /// For people.
  std::string name() const;
};

/// What the options name, the default workload for what they leave out, with the network that goes
/// with the profile's bias path and the inputs that go with the accelerator. Throws InputError
/// where that is not found.
WorkloadFiles workload_files(const WorkloadOptions& options, const Parameters& parameters);

}  // namespace drnn
