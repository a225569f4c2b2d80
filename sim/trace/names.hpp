#pragma once

#include <string>

namespace drnn {

/// Of a hierarchical name, whose components dots separate.
inline std::string last_component(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

/// Of text that needs no escapes.
inline std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

}  // namespace drnn
