#include "sim/option_parser.hpp"

#include <algorithm>
#include <sstream>
#include <thread>

#include "model/config/configuration.hpp"
#include "model/config/errors.hpp"
#include "model/config/nearest_name.hpp"
#include "model/config/value_text.hpp"

namespace drnn {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

namespace {

constexpr std::int64_t kMostJobs = 4096;

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

Strings arguments_without_option(const po::parsed_options& parsed) {
  Strings result;
  for (const po::option& option : parsed.options)
    if (option.position_key >= 0) result.push_back(option.value.at(0));
  return result;
}

/// "configuration to start from: drnn-zynq7100 (the default), ...".
std::string presets_text() {
  std::string names;
  for (const std::string& name : preset_names())
    names += (names.empty() ? "" : ", ") + name +
             (name == ConfigurationOptions{}.preset ? " (the default)" : "");
  return "configuration to start from: " + names;
}

}  // namespace

po::options_description described(const char* usage) {
  constexpr unsigned kColumns = 100;
  return po::options_description(usage, kColumns, kColumns / 2);
}

void add_configuration_options(po::options_description& options) {
  options.add_options()("help,h", "print this")(
      "preset", po::value<std::string>()->value_name("NAME"), presets_text().c_str())(
      "config", po::value<Strings>()->composing()->value_name("FILE"),
      "ini file over the preset; may be given several times, later ones win")(
      "set", po::value<Strings>()->composing()->value_name("KEY=VALUE"),
      "one parameter over the files; see 'drnn params'");
}

po::variables_map parse_options(const Strings& arguments, const po::options_description& options,
                                Strings* others) {
  using namespace po::command_line_style;
  po::variables_map values;
  try {
    // No guessing: '--inp' must not mean '--input'.
    const po::parsed_options parsed = po::command_line_parser(arguments)
                                          .options(options)
                                          .style(unix_style & ~allow_guessing)
                                          .run();
    if (others == nullptr)
      refuse_arguments_without_option(parsed);
    else
      *others = arguments_without_option(parsed);
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

void refuse_together(const po::variables_map& values, const char* one, const Strings& others) {
  if (values.count(one) == 0) return;
  for (const std::string& other : others)
    if (values.count(other) > 0)
      throw InputError("--" + std::string(one) + " and --" + other + " exclude each other");
}

Engine chosen_engine(const po::variables_map& values) {
  return chosen(values, "engine", {"fast", "stepped"}, "fast") == "fast" ? Engine::fast
                                                                         : Engine::stepped;
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

std::size_t job_count(const po::variables_map& values) {
  const auto text = text_of(values, "jobs");
  if (!text) return std::max(1U, std::thread::hardware_concurrency());
  const std::int64_t jobs = positive(*text, "--jobs");
  if (jobs > kMostJobs) throw InputError("--jobs: '" + *text + "' must be at most 4096");
  return static_cast<std::size_t>(jobs);
}

}  // namespace drnn
