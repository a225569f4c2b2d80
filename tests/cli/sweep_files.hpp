#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/run_program.hpp"
#include "tests/sweep/database_text.hpp"

namespace drnn::test {

/// A quick workload; its points take milliseconds.
constexpr const char* kQuick = "--synthetic layers=8x12,steps=30,seed=3 ";

/// A folder with databases of sweeps.
class SweepFiles {
 public:
  std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  ProgramResult sweep(const std::string& database, const std::string& arguments,
                      int exit_code = 0) const {
    const ProgramResult result =
        run_drnn("sweep --db '" + path(database) + "' " + arguments + " --quiet");
    INFO(arguments << "\n" << result.error);
    CHECK(result.exit_code == exit_code);
    return result;
  }

  std::string text(const std::string& database) const { return database_text(path(database)); }

  /// One column of `points`, in grid order.
  std::vector<std::string> column(const std::string& database, const std::string& what) const {
    return query(path(database), "SELECT " + what + " FROM points ORDER BY point");
  }

  TemporaryFolder folder;
};

}  // namespace drnn::test
