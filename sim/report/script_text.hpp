#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace drnn {

/// JSON for a script element: nothing in it ends the element or begins a comment, whatever strings
/// it holds. Bytes that are no UTF-8 become U+FFFD.
std::string script_json(const nlohmann::ordered_json& json);

/// JavaScript for a script element: an end tag in one of its strings is written `<\/script`.
std::string script_code(std::string code);

}  // namespace drnn
