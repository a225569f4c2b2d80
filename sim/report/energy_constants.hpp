#pragma once

#include <nlohmann/json.hpp>

#include "sim/sweep/result_database.hpp"

namespace drnn {

/// The constants, by key, that the sweep's energy tables give a range: value, unit, tag, low, high
/// and source. Of tables that are built into the program; of a user's own file a database holds the
/// hash only.
nlohmann::ordered_json energy_constants(const SweepMeta& meta);

}  // namespace drnn
