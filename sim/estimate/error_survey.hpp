#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

#include "model/config/configuration.hpp"
#include "sim/estimate/estimate_options.hpp"
#include "sim/estimate/survey_case.hpp"
#include "sim/interrupt.hpp"

namespace drnn {

/// Cycles and energy of one case.
struct SurveyNumbers {
  double cycles = 0, energy_j = 0;
};

/// One case, simulated and estimated: from the recorded pattern, and from densities alone, those
/// that the network has and those that were asked of it.
struct SurveyNumbersOfCase {
  SurveyNumbers simulated, recorded, from_measured, from_asked;
  SurveyNumbers least, most;  ///< as Estimator::Bounds, deltas known
};

struct SurveyResult {
  SurveyCase drawn;
  SurveyNumbersOfCase numbers;
};

struct Survey {
  std::uint64_t seed = 1;
  std::vector<SurveyResult> results;  ///< in the order of the cases
};

/// Estimates and simulates `options.survey` cases, in a process each. Throws SimulationError where
/// one fails.
Survey survey_errors(const EstimateOptions& options, const Configuration& base,
                     const InterruptGuard& interrupt);

/// The errors' quantiles, and the case with known deltas whose cycles are worst.
void print_survey(std::ostream& out, const Survey& survey);

}  // namespace drnn
