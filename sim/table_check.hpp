#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/arith/numeric_profile.hpp"

namespace drnn {

/// Builds the look-up tables of a profile and describes them: their hashes, and the named profile
/// whose committed hashes they were held against (null where the formats are the user's own).
/// Throws SimulationError where they differ from the committed ones.
nlohmann::ordered_json checked_tables(const NumericProfile& profile);

}  // namespace drnn
