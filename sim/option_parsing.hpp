#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "sim/run_options.hpp"

/// What the commands' option parsers share.
namespace drnn::option_parsing {

namespace po = boost::program_options;
using Strings = std::vector<std::string>;

/// An empty description of 100 columns.
po::options_description described(const char* usage);

/// --help, --preset, --config, --set.
void add_configuration_options(po::options_description& options);
ConfigurationOptions configuration_options(const po::variables_map& values);

/// --network, --input, --labels, --targets, --metric, --blank, --steps, --synthetic.
void add_workload_options(po::options_description& options);
/// Throws InputError where they do not go together.
WorkloadOptions workload_options(const po::variables_map& values);

/// Throws InputError for unknown options (naming the nearest), missing values and arguments that
/// belong to no option.
po::variables_map parse(const Strings& arguments, const po::options_description& options);

std::optional<std::string> text_of(const po::variables_map& values, const char* name);
Strings texts_of(const po::variables_map& values, const char* name);

/// "a,b,c"; throws InputError for an empty item.
Strings split_list(const std::string& text, const char* option);

/// An integer from 1 on.
std::int64_t positive(const std::string& text, const char* option);

/// The option's value among the allowed ones.
std::string chosen(const po::variables_map& values, const char* name, const Strings& allowed,
                   const std::string& otherwise);
Engine chosen_engine(const po::variables_map& values);

/// Throws InputError where `one` is given with any of the others.
void refuse_together(const po::variables_map& values, const char* one, const Strings& others);

}  // namespace drnn::option_parsing
