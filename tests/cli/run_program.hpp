#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/formats/temporary_folder.hpp"

namespace drnn::test {

struct ProgramResult {
  int exit_code = -1;
  std::string out;
  std::string error;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Runs a shell command.
inline ProgramResult run_command(const std::string& text) {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "out").string();
  const std::string error = (folder.path() / "error").string();
  const std::string command = "{ " + text + "\n} >'" + out + "' 2>'" + error + "' </dev/null";
  const int status = std::system(command.c_str());
  ProgramResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = read_file(out);
  result.error = read_file(error);
  return result;
}

/// Runs the built program with `arguments` as a shell would split them.
inline ProgramResult run_drnn(const std::string& arguments) {
  return run_command(std::string("'") + DRNN_PROGRAM + "' " + arguments);
}

}  // namespace drnn::test
