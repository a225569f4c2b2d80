#pragma once

#include <string>
#include <vector>

namespace drnn {

/// One line of an ini file.
struct IniEntry {
  std::string key;  ///< with its section: "section.key"
  std::string value;
  int line = 0;  ///< from 1
};

/// Reads [section] headers and key = value lines; # begins a comment. Throws InputError
/// "NAME:LINE: reason" for anything else and for a key that stands twice.
std::vector<IniEntry> read_ini(const std::string& text, const std::string& name);

}  // namespace drnn
