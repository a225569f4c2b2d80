#pragma once

#include <optional>
#include <string>

#include "model/config/parameters.hpp"

namespace drnn {

/// Why `drnn conform` says nothing of an EdgeDRNN with these parameters; nothing where it does, or
/// for the other accelerator, to which no RTL is at hand.
std::optional<std::string> rtl_note(const Parameters& parameters);

}  // namespace drnn
