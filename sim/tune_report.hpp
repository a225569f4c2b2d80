#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>

#include "model/arith/fixed_point.hpp"
#include "sim/tune_runner.hpp"
#include "sim/tune_search.hpp"

namespace drnn {

/// What a report says about a search, besides its result.
struct TuneContext {
  const TuneOptions& options;
  TuneError error;         ///< in effect
  Metric metric;           ///< of a score
  FixedFormat activation;  ///< of the thresholds
  const TuneRunner& runs;
};

/// "label error", "class error", "MSE", "h error".
std::string error_name(const TuneContext& context);
/// A fraction as "1.67 %", other errors as they are.
std::string error_text(const TuneContext& context, double error);

/// The frontier, the choice marked in it, and the choice as options of `drnn run`.
void print_tune(std::ostream& out, const TuneResult& result, const TuneContext& context);
/// The last lines of it alone.
void print_choice(std::ostream& out, const TuneResult& result, const TuneContext& context);

/// The search as the object `tune` of --stats.
nlohmann::ordered_json tune_json(const TuneResult& result, const TuneContext& context);

}  // namespace drnn
