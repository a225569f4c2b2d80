#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/config/configuration.hpp"
#include "sim/formats/random.hpp"
#include "sim/formats/synthetic_spec.hpp"

namespace drnn {

/// One random configuration with a synthetic workload.
struct SurveyCase {
  std::vector<std::string> assignments;
  SyntheticSpec spec;
};

/// Case `index` of the set that `seed` names: over `base`, what designs vary, from small to
/// generous; one or two layers of 8 to 160 units, 40 steps, densities from 0.02 to 0.6. Values that
/// do not go together are drawn again.
SurveyCase draw_survey_case(const Configuration& base, std::uint64_t seed, std::uint64_t index);

/// `base` with the assignments.
Configuration configuration_of(const Configuration& base, const SurveyCase& drawn);

}  // namespace drnn
