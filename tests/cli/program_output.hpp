#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/run_program.hpp"

namespace drnn::test {

using Json = nlohmann::ordered_json;

/// What a command that succeeds prints.
inline Json json_of(const std::string& arguments) {
  const ProgramResult result = run_drnn(arguments);
  INFO(arguments << "\n" << result.error);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

inline Json statistics(const std::string& arguments) {
  return json_of(arguments + " --stats -");
}

inline Json run_statistics(const std::string& arguments) {
  return statistics("run " + arguments);
}

/// Without what depends on the machine.
inline Json comparable(Json json) {
  json.erase("host");
  return json;
}

/// One line on standard error, nothing elsewhere.
inline void check_told(const ProgramResult& result, int exit_code, const std::string& message) {
  CHECK(result.exit_code == exit_code);
  CHECK(result.out == "");
  CHECK_THAT(result.error, Catch::StartsWith("drnn: error: ") && Catch::Contains(message));
  CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 1);
}

inline void check_refused(const std::string& arguments, const std::string& message) {
  INFO("drnn " << arguments);
  check_told(run_drnn(arguments), 2, message);
}

inline void check_refused(const std::string& command, const std::string& arguments,
                          const std::string& message) {
  check_refused(command + " " + arguments, message);
}

}  // namespace drnn::test
