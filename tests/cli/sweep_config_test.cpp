#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/sweep_files.hpp"

using namespace drnn::test;
using drnn::Sqlite;
using drnn::SqliteStatement;
using Strings = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

const fs::path kProject = fs::path(DRNN_README).parent_path();

Strings sweep_files() {
  Strings names;
  for (const auto& entry : fs::directory_iterator(kProject / "configs/sweeps"))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

void run_file(const std::string& name) {
  const SweepFiles files;
  const std::string file = (kProject / "configs/sweeps" / name).string();
  files.sweep("db", "--synthetic layers=16x32,steps=3 --sweep '" + file + "'");
  const Strings status = files.column("db", "status");
  INFO(name);
  CHECK(status.size() > 5);
  CHECK(status == Strings(status.size(), "done"));
}

/// "name,name" and a line a row, as `sqlite3 -header -csv` prints it.
std::string csv_of(const std::string& path, const std::string& sql) {
  Sqlite database(path, Sqlite::Mode::existing);
  SqliteStatement rows(database, sql);
  std::string text;
  const auto line = [&](auto field) {
    for (int i = 0; i < rows.columns(); ++i) text += (i == 0 ? "" : ",") + field(i);
    text += "\n";
  };
  line([&](int i) { return rows.name(i); });
  while (rows.step()) line([&](int i) { return rows.text(i); });
  return text;
}

/// What stands between two marks, behind the first `from`.
std::string between(const std::string& text, const std::string& begin, const std::string& end,
                    std::size_t from) {
  const std::size_t at = text.find(begin, from);
  REQUIRE(at != std::string::npos);
  const std::size_t first = at + begin.size();
  return text.substr(first, text.find(end, first) - first);
}

}  // namespace

TEST_CASE("every point of the sweeps in configs/sweeps can be run", "[sweep]") {
  const Strings names = sweep_files();
  CHECK(names.size() >= 4);
  for (const std::string& name : names) run_file(name);
}

TEST_CASE("the README shows what its sweep gives", "[sweep]") {
  const std::string readme = read_file(DRNN_README);
  const std::size_t at = readme.find("<!-- sweep -->");
  REQUIRE(at != std::string::npos);
  const std::string arguments = between(readme, "drnn sweep ", "--db", at);
  const std::string sql = between(readme, "thresholds.sqlite '\n", "'", at);
  const std::string shown = between(readme, "```\n\n```\n", "```", at);
  const SweepFiles files;
  // In the folder of the README, as its reader would.
  const std::string folder = std::filesystem::path(DRNN_README).parent_path().string();
  const ProgramResult result =
      run_command("cd '" + folder + "' && '" + DRNN_PROGRAM + "' sweep --quiet --db '" +
                  files.path("db") + "' " + arguments);
  INFO(result.error);
  CHECK(result.exit_code == 0);
  CHECK(csv_of(files.path("db"), sql) == shown);
}
