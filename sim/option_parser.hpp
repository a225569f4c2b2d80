#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run_options.hpp"

namespace drnn {

/// What the commands' option parsers share: Boost.Program_options, strictly.

/// An empty description with this usage text.
boost::program_options::options_description described(const char* usage);

/// --help, --preset, --config and --set.
void add_configuration_options(boost::program_options::options_description& options);
ConfigurationOptions configuration_options(const boost::program_options::variables_map& values);

/// --network, --input, --labels, --targets, --metric, --blank, --steps, --synthetic.
void add_workload_options(boost::program_options::options_description& options);
/// Throws InputError where they do not go together.
WorkloadOptions workload_options(const boost::program_options::variables_map& values);

/// Parses the arguments behind the command. Names must be whole, arguments without an option are
/// refused unless there is a place for them in `others`, and an unknown option is answered with the
/// nearest known: InputError.
boost::program_options::variables_map parse_options(
    const std::vector<std::string>& arguments,
    const boost::program_options::options_description& options,
    std::vector<std::string>* others = nullptr);

std::optional<std::string> text_of(const boost::program_options::variables_map& values,
                                   const char* name);
std::vector<std::string> texts_of(const boost::program_options::variables_map& values,
                                  const char* name);

/// The option's value among the allowed ones.
std::string chosen(const boost::program_options::variables_map& values, const char* name,
                   const std::vector<std::string>& allowed, const std::string& otherwise);

Engine chosen_engine(const boost::program_options::variables_map& values);

/// "a,b,c"; throws InputError for an empty item.
std::vector<std::string> split_list(const std::string& text, const char* option);

/// An integer from 1 on.
std::int64_t positive(const std::string& text, const char* option);

/// --jobs, otherwise one for each processor.
std::size_t job_count(const boost::program_options::variables_map& values);

/// InputError if `one` was given together with any of the others.
void refuse_together(const boost::program_options::variables_map& values, const char* one,
                     const std::vector<std::string>& others);

}  // namespace drnn
