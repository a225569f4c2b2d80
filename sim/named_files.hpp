#pragma once

#include <map>
#include <string>

namespace drnn {

/// The files that a command names, so that nothing it writes overwrites what else it writes, or
/// anything that it reads. Name what is read first. Devices may be named by several options.
class NamedFiles {
 public:
  void read(const std::string& path, const std::string& option);
  /// Throws InputError where another option names the same file.
  void write(const std::string& path, const std::string& option);

 private:
  std::map<std::string, std::string> option_of_;  ///< by canonical path
};

}  // namespace drnn
