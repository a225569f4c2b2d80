#include "sim/workload_files.hpp"

#include "sim/default_workload.hpp"
#include "sim/formats/input_list.hpp"

namespace drnn {

namespace fs = std::filesystem;

namespace {

/// A bias column leaves no bias inside the candidate's product with r, so that takes a network of
/// its own.
std::string default_network(const NumericProfile& profile) {
  return profile.bias_path == BiasPath::column ? "digits_edgedrnn.onnx" : "digits.onnx";
}

/// EdgeDRNN takes thousands of cycles a step, so its default is to run fewer of them.
std::string default_inputs(const Parameters& p) {
  return p.accelerator.kind == AcceleratorKind::edgedrnn ? "first_eight.txt" : "features";
}

}  // namespace

std::string WorkloadFiles::name() const {
  std::string text = network_name + " on " + input_names.front().get<std::string>();
  if (input_names.size() > 1) text += " and " + std::to_string(input_names.size() - 1) + " more";
  return text;
}

void WorkloadFiles::expand() {
  inputs = expand_inputs(input_arguments);
}

WorkloadFiles workload_files(const WorkloadOptions& options, const Parameters& parameters) {
  WorkloadFiles files;
  files.input_arguments = options.inputs;
  for (const std::string& input : options.inputs) files.input_names.push_back(input);
  if (options.labels) files.labels = *options.labels;
  if (options.network) {
    files.network = files.network_name = *options.network;
    return files;
  }
  const fs::path folder = default_workload_folder();
  files.network = folder / default_network(parameters.numeric);
  files.network_name = "traces/digits/" + default_network(parameters.numeric);
  if (!options.inputs.empty()) return files;
  files.input_arguments = {(folder / default_inputs(parameters)).string()};
  files.input_names = {"traces/digits/" + default_inputs(parameters)};
  files.labels = folder / "labels.csv";
  return files;
}

}  // namespace drnn
