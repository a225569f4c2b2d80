#include "sim/workload_options.hpp"

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

void add_workload_options(po::options_description& options) {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("network", text("FILE.onnx"),
                        "a GRU of one or more layers as torch.onnx.export writes it, with a linear "
                        "readout if it has one")(
      "input", po::value<Strings>()->composing()->value_name("FILE.npy|FOLDER|LIST"),
      "features (steps, inputs), a sequence a file, float32, float64 or int16 (words of the "
      "activation format); may be given several times")(
      "labels", text("FILE.csv"),
      "columns file,labels: the classes spoken in each input, for CTC label error;\n"
      "columns file,class: the one class of each input, for classification error")(
      "targets", text("FILE.npy|FOLDER|LIST"),
      "what the network should give for each input, for mean squared error: (steps, outputs), or "
      "(outputs) where the readout is of the last step or the mean; of a folder the files named as "
      "the inputs, otherwise in the inputs' order")(
      "metric", text("ctc|class_last|class_mean|mse"),
      "how outputs are held against labels or targets; default: ctc for labels, class_last for a "
      "class (class_mean where the readout is of the mean over the steps), mse for targets")(
      "blank", text("CLASS"), "CTC's blank; default: the readout's last class")(
      "steps", text("N"), "only the first N steps of each sequence; no error against labels then")(
      "synthetic", text("SPEC"),
      "random network and input instead:\n"
      "layers=40x768x768,steps=N,density_x=D,density_h=D,seed=S\n"
      "(densities from 0 to 1, default 0.1; default seed 1)");
}

namespace {

std::int64_t class_index(const std::string& text) {
  const auto value = parse_number<std::int64_t>(text);
  if (!value || *value < 0)
    throw InputError("--blank: '" + text + "' must be a class, an integer from 0");
  return *value;
}

void check_workload(const po::variables_map& values, const WorkloadOptions& options) {
  refuse_together(values, "synthetic",
                  {"network", "input", "labels", "targets", "metric", "blank", "steps"});
  refuse_together(values, "labels", {"targets"});
  if (!options.inputs.empty()) return;
  if (options.labels) throw InputError("--labels needs --input: the default workload has its own");
  if (options.targets) throw InputError("--targets needs --input");
  if (options.network)
    throw InputError("--network needs --input: features that belong to the network");
}

}  // namespace

WorkloadOptions workload_options(const po::variables_map& values) {
  WorkloadOptions options;
  options.network = text_of(values, "network");
  options.inputs = texts_of(values, "input");
  options.labels = text_of(values, "labels");
  options.targets = text_of(values, "targets");
  const std::vector<std::string> metrics{"ctc", "class_last", "class_mean", "mse"};
  if (values.count("metric") > 0) options.metric = metric_of(chosen(values, "metric", metrics, ""));
  if (const auto blank = text_of(values, "blank")) options.blank = class_index(*blank);
  if (const auto steps = text_of(values, "steps")) options.steps = positive(*steps, "--steps");
  options.synthetic = text_of(values, "synthetic");
  check_workload(values, options);
  return options;
}

}  // namespace drnn
