#include "sim/option_parsing.hpp"

#include <sstream>

#include "model/config/errors.hpp"
#include "model/config/nearest_name.hpp"
#include "model/config/value_text.hpp"

namespace drnn::option_parsing {

namespace {

Strings names_of(const po::options_description& options) {
  Strings names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  return names;
}

void refuse_arguments_without_option(const po::parsed_options& parsed) {
  for (const po::option& option : parsed.options)
    if (option.position_key >= 0)
      throw InputError("argument '" + option.value.at(0) +
                       "' belongs to no option; an option that takes several values is repeated");
}

}  // namespace

po::options_description described(const char* usage) {
  constexpr unsigned kColumns = 100;
  return po::options_description(usage, kColumns, kColumns / 2);
}

void add_configuration_options(po::options_description& options) {
  options.add_options()("help,h", "print this")(
      "preset", po::value<std::string>()->value_name("NAME"),
      "configuration to start from: drnn-zynq7100 (the default)")(
      "config", po::value<Strings>()->composing()->value_name("FILE"),
      "ini file over the preset; may be given several times, later ones win")(
      "set", po::value<Strings>()->composing()->value_name("KEY=VALUE"),
      "one parameter over the files; see 'drnn params'");
}

po::variables_map parse(const Strings& arguments, const po::options_description& options) {
  using namespace po::command_line_style;
  po::variables_map values;
  try {
    // No guessing: '--inp' must not mean '--input'.
    const po::parsed_options parsed = po::command_line_parser(arguments)
                                          .options(options)
                                          .style(unix_style & ~allow_guessing)
                                          .run();
    refuse_arguments_without_option(parsed);
    po::store(parsed, values);
  } catch (const po::unknown_option& error) {
    const std::string name = error.get_option_name();
    throw InputError("unknown option '" + name + "'; the nearest known is '" +
                     nearest_name(name, names_of(options)) + "'");
  } catch (const po::error& error) {
    throw InputError(error.what());
  }
  return values;
}

std::optional<std::string> text_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return std::nullopt;
  return values[name].as<std::string>();
}

Strings texts_of(const po::variables_map& values, const char* name) {
  return values.count(name) == 0 ? Strings() : values[name].as<Strings>();
}

ConfigurationOptions configuration_options(const po::variables_map& values) {
  ConfigurationOptions options;
  options.preset = text_of(values, "preset").value_or(options.preset);
  options.files = texts_of(values, "config");
  options.assignments = texts_of(values, "set");
  return options;
}

void add_workload_options(po::options_description& options) {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("network", text("FILE.onnx"),
                        "a GRU of one or more layers as torch.onnx.export writes it, with a linear "
                        "readout if it has one")(
      "input", po::value<Strings>()->composing()->value_name("FILE.npy|FOLDER|LIST"),
      "features (steps, inputs), a sequence a file; may be given several times")(
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

Strings split_list(const std::string& text, const char* option) {
  Strings items;
  std::istringstream stream(text);
  for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
  if (text.empty() || text.back() == ',') items.emplace_back();
  for (const std::string& item : items)
    if (item.empty()) throw InputError(std::string(option) + ": '" + text + "' has an empty item");
  return items;
}

std::int64_t positive(const std::string& text, const char* option) {
  const auto value = parse_number<std::int64_t>(text);
  if (!value || *value < 1)
    throw InputError(std::string(option) + ": '" + text + "' must be an integer from 1");
  return *value;
}

/// The option's value among the allowed ones.
std::string chosen(const po::variables_map& values, const char* name, const Strings& allowed,
                   const std::string& otherwise) {
  const std::string text = text_of(values, name).value_or(otherwise);
  std::string list;
  for (const std::string& a : allowed) {
    if (a == text) return text;
    list += (list.empty() ? "" : " or ") + a;
  }
  throw InputError("--" + std::string(name) + ": '" + text + "' must be " + list);
}

Engine chosen_engine(const po::variables_map& values) {
  return chosen(values, "engine", {"fast", "stepped"}, "fast") == "fast" ? Engine::fast
                                                                         : Engine::stepped;
}

void refuse_together(const po::variables_map& values, const char* one, const Strings& others) {
  if (values.count(one) == 0) return;
  for (const std::string& other : others)
    if (values.count(other) > 0)
      throw InputError("--" + std::string(one) + " and --" + other + " exclude each other");
}

}  // namespace drnn::option_parsing
