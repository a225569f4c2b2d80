#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run_options.hpp"
#include "sim/search/pareto_search.hpp"
#include "sim/sweep/grid.hpp"

namespace drnn {

/// Part `index` (from 1) of `count`.
struct Shard {
  std::uint64_t index = 1, count = 1;
};

/// The options of `drnn sweep`.
struct SweepOptions : WorkloadOptions {
  ConfigurationOptions configuration;
  /// KEY=VALUE of the sweep's file: over preset and files, under --set.
  std::vector<std::string> file_assignments;
  EnergyOptions energy;
  Grid grid;
  /// Points that break one are excluded: of a sweep alone, a search has requirements of its own.
  std::vector<Limit> excluding;
  std::vector<std::string> excluding_text;  ///< the same, as given
  std::string database;
  std::size_t jobs = 1;
  bool resume = false;
  std::optional<Shard> shard;
  bool reference_theta0 = false;
  Engine engine = Engine::fast;
  std::optional<std::string> file;  ///< of --sweep
  std::optional<std::string> csv;
  bool quiet = false;
};

/// The options of `drnn merge`.
struct MergeOptions {
  std::string database;
  std::vector<std::string> parts;
  std::optional<std::string> csv;
};

/// Parse the arguments behind the command. Nothing: --help was asked for and printed. Throw
/// InputError for anything that is not allowed.
std::optional<SweepOptions> parse_sweep(const std::vector<std::string>& arguments);
std::optional<MergeOptions> parse_merge(const std::vector<std::string>& arguments);

/// What all points have in common; not resolved.
Configuration base_configuration(const SweepOptions& options);

}  // namespace drnn
