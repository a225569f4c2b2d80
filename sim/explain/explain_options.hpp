#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/run_options.hpp"

namespace drnn {

/// What the account is split by, beside the run as a whole.
enum class ExplainBy { run, sequence, step };

/// The options of `drnn explain`.
struct ExplainOptions : WorkloadOptions, ThetaOptions {
  std::optional<std::string> file;  ///< statistics of a run; none: run now
  ConfigurationOptions configuration;
  ExplainBy by = ExplainBy::run;
  Engine engine = Engine::fast;
  std::optional<std::string> json;
  bool causes = false;  ///< only say what the causes mean
};

/// Parses the arguments behind the command. Nothing: --help was asked for and printed. Throws
/// InputError for anything that is not allowed.
std::optional<ExplainOptions> parse_explain(const std::vector<std::string>& arguments);

}  // namespace drnn
