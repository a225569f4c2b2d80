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

struct IniFile {
  std::vector<IniEntry> entries;    ///< each key once, as it stands first
  std::vector<std::string> faults;  ///< "NAME:LINE: reason"
};

/// Reads [section] headers and key = value lines; # begins a comment. A key that stands twice is a
/// fault; so is any other line, and what follows such a line is not read: it could be anything.
IniFile read_ini(const std::string& text, const std::string& name);

}  // namespace drnn
