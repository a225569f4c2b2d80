#include <catch2/catch.hpp>

#include "tests/cli/sweep_files.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

void check_refused(const SweepFiles& files, const std::string& arguments,
                   const std::string& message) {
  INFO(arguments);
  const auto before = files.folder.names();
  const ProgramResult result = run_drnn("report " + arguments);
  CHECK(result.exit_code == 2);
  CHECK(result.out == "");
  CHECK_THAT(result.error, Catch::StartsWith("drnn: error: ") && Contains(message));
  CHECK(files.folder.names() == before);
}

}  // namespace

TEST_CASE("a report that cannot be made leaves no file and says why", "[report]") {
  const SweepFiles files;
  files.sweep("db", std::string(kQuick) + "--vary theta=0,0.5");
  std::ofstream(files.path("text")) << "no database";
  const std::string page = " -o '" + files.path("page") + "'";
  check_refused(files, "'" + files.path("absent") + "'" + page, "absent: unable to open");
  check_refused(files, "'" + files.path("text") + "'" + page, "text: file is not a database");
  check_refused(files, page, "needs one database of a sweep, not 0");
  check_refused(files, "'" + files.path("db") + "'", "needs -o FILE.html");
  check_refused(files, "'" + files.path("db") + "' -o '" + files.path("db") + "'",
                "is also named by the database");
}

TEST_CASE("pictures without the browser name its package before anything is made", "[report]") {
  const SweepFiles files;
  files.sweep("db", std::string(kQuick) + "--vary theta=0,0.5");
  const ProgramResult result =
      run_command("PATH=/nowhere '" DRNN_PROGRAM "' report '" + files.path("db") + "' -o '" +
                  files.path("page") + "' --png '" + files.path("pictures") + "'");
  CHECK(result.exit_code == 2);
  CHECK_THAT(result.error, Contains("Debian package chromium"));
  CHECK(files.folder.names() == std::vector<std::string>{"db"});
}
