#include "sim/workload_scoring.hpp"

#include <string>

#include "model/config/errors.hpp"
#include "sim/formats/input_list.hpp"
#include "sim/formats/labels.hpp"
#include "sim/formats/npy.hpp"

namespace drnn {

namespace {

namespace fs = std::filesystem;

Metric default_metric(Labels::Kind kind, const Readout& readout) {
  if (kind == Labels::Kind::labels) return Metric::ctc;
  return readout.steps == ReadoutSteps::mean ? Metric::class_mean : Metric::class_last;
}

void check_metric(Metric metric, Labels::Kind kind, const Readout& readout,
                  const std::string& csv) {
  const std::string option = "--metric " + std::string(to_string(metric)) + ": ";
  if (metric == Metric::mse) throw InputError(option + "needs --targets, not labels");
  const bool classes = kind == Labels::Kind::single_class;
  if (metric == Metric::ctc && classes)
    throw InputError(option + csv +
                     " has the column 'class'; allowed: 'labels', or class_last, class_mean");
  if (metric != Metric::ctc && !classes)
    throw InputError(option + csv + " has the column 'labels'; allowed: 'class', or ctc");
  if (metric == Metric::ctc && readout.steps != ReadoutSteps::each)
    throw InputError(
        csv + ": CTC needs a readout of each step; the network's is of the last or the mean");
}

int blank_class(const WorkloadOptions& options, const Readout& readout) {
  if (!options.blank) return readout.classes - 1;
  if (*options.blank >= readout.classes)
    throw InputError("--blank: " + std::to_string(*options.blank) +
                     "; the network has the classes 0.." + std::to_string(readout.classes - 1));
  return static_cast<int>(*options.blank);
}

Scoring label_scoring(const WorkloadOptions& options, const WorkloadFiles& files,
                      const std::optional<Readout>& readout) {
  const std::string csv = files.labels->string();
  if (!readout)
    throw InputError(csv + ": labels need a network with a readout (a linear layer on h)");
  const Labels labels(*files.labels);
  Scoring scoring;
  scoring.metric = options.metric.value_or(default_metric(labels.kind(), *readout));
  check_metric(scoring.metric, labels.kind(), *readout, csv);
  const bool ctc = scoring.metric == Metric::ctc;
  if (!ctc && options.blank) throw InputError("--blank: goes with CTC labels only");
  std::optional<int> blank;
  if (ctc) blank = scoring.blank = blank_class(options, *readout);
  for (const fs::path& input : files.inputs)
    scoring.labels.push_back(labels.of(input, readout->classes, blank));
  return scoring;
}

/// The target file of each input: of the same name in a folder, otherwise in the inputs' order.
std::vector<fs::path> target_files(const std::string& argument,
                                   const std::vector<fs::path>& inputs) {
  std::vector<fs::path> files;
  if (fs::is_directory(argument)) {
    for (const fs::path& input : inputs) files.push_back(fs::path(argument) / input.filename());
    return files;
  }
  files = expand_inputs({argument});
  if (files.size() != inputs.size())
    throw InputError("--targets: " + argument + " names " + std::to_string(files.size()) +
                     " files; there are " + std::to_string(inputs.size()) + " inputs");
  return files;
}

struct Extent {
  std::int64_t rows, columns;
};

/// What the network gives for an input.
Extent output_extent(const FloatNetwork& network, std::uint64_t steps) {
  const std::int64_t columns =
      network.readout ? network.readout->classes : network.layers.back().hidden;
  const bool each = !network.readout || network.readout->steps == ReadoutSteps::each;
  return {each ? static_cast<std::int64_t>(steps) : 1, columns};
}

/// cut: more rows than needed are left out instead of refused.
void read_target(const fs::path& path, const Extent& extent, bool cut, Spool<double>& values) {
  FeatureFile file(path, extent.columns, ArrayUse::targets);
  if (file.type() == FeatureType::int16)
    throw InputError(path.string() + ": dtype int16; targets are float32 or float64");
  if (file.steps() < extent.rows || (file.steps() > extent.rows && !cut))
    throw InputError(path.string() + ": " + std::to_string(file.steps()) +
                     " rows; the network gives " + std::to_string(extent.rows));
  for_each_part(file, extent.rows, [&](const FeatureArray& part) {
    values.append(part.real.data(), part.real.size());
  });
}

Scoring target_scoring(const WorkloadOptions& options, const WorkloadFiles& files,
                       const FloatNetwork& network, const std::vector<std::uint64_t>& steps) {
  if (options.metric.value_or(Metric::mse) != Metric::mse)
    throw InputError("--metric " + std::string(to_string(*options.metric)) +
                     ": needs --labels, not --targets");
  if (options.blank) throw InputError("--blank: goes with CTC labels only");
  if (network.readout && network.readout->softmax)
    throw InputError(files.network_name +
                     ": a softmax follows the readout; targets are compared with what comes before "
                     "it: export without it");
  Scoring scoring;
  scoring.metric = Metric::mse;
  const std::vector<fs::path> targets = target_files(*options.targets, files.inputs);
  auto values = std::make_shared<Spool<double>>();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Extent extent = output_extent(network, steps[i]);
    const std::uint64_t first = values->size();
    read_target(targets[i], extent, options.steps.has_value() && extent.rows > 1, *values);
    scoring.targets.emplace_back(values, first, values->size() - first);
  }
  return scoring;
}

}  // namespace

std::optional<Scoring> make_scoring(const WorkloadOptions& options, const WorkloadFiles& files,
                                    const FloatNetwork& network,
                                    const std::vector<std::uint64_t>& steps) {
  if (options.targets) return target_scoring(options, files, network, steps);
  if (files.labels) {
    const Scoring scoring = label_scoring(options, files, network.readout);
    if (options.steps) return std::nullopt;  // what was spoken in a part is not known
    return scoring;
  }
  if (options.metric)
    throw InputError("--metric " + std::string(to_string(*options.metric)) +
                     ": needs --labels or --targets");
  if (options.blank) throw InputError("--blank: goes with --labels");
  return std::nullopt;
}

}  // namespace drnn
