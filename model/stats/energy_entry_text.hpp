#pragma once

#include <string>
#include <utility>

#include "model/config/ini_file.hpp"
#include "model/stats/energy_table.hpp"

namespace drnn {

/// Reads `value unit | tag | low to high | source`; the text is what is wrong with it, empty where
/// nothing is.
std::pair<EnergyEntry, std::string> parse_energy_entry(const EnergyKey& key,
                                                       const std::string& text);

}  // namespace drnn
