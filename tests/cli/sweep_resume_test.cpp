#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/cli/child_program.hpp"
#include "tests/cli/sweep_files.hpp"

using namespace drnn::test;
using Catch::Contains;
using Strings = std::vector<std::string>;

namespace {

/// Some seconds of work: 123 points.
const std::string kLong =
    "--synthetic layers=16x32,steps=1500,seed=5 --vary delta.lanes=2,4,8 "
    "--vary theta=0:0.4:0.01 --jobs 2 ";

/// The sweep is under way once its first rows have been committed, which makes the database longer
/// than its empty tables are. The sweep itself holds it locked.
bool has_rows(const std::string& path) {
  std::error_code absent;
  const std::uintmax_t bytes = std::filesystem::file_size(path, absent);
  return !absent && bytes > 40000;
}

/// Ends the sweep in its midst; returns its exit code.
int stop_midway(const std::string& path, const std::string& arguments, int signal) {
  ChildProgram sweep(arguments);
  while (!has_rows(path)) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  sweep.signal(signal);
  return sweep.wait();
}

}  // namespace

TEST_CASE("resume continues what Ctrl-C or a kill has ended, to the same end", "[sweep]") {
  const SweepFiles files;
  files.sweep("whole", kLong);
  const auto check = [&](const std::string& name, int signal, int exit_code) {
    const std::string part = files.path(name);
    CHECK(stop_midway(part, "sweep --quiet " + kLong + "--db '" + part + "'", signal) == exit_code);
    CHECK(files.column(name, "point").size() < 123);
    files.sweep(name, kLong + "--resume");
    CHECK(files.text(name) == files.text("whole"));
  };
  check("interrupted", SIGINT, 130);
  check("killed", SIGKILL, 128 + SIGKILL);
}

TEST_CASE("resume takes up the same sweep only", "[sweep]") {
  const SweepFiles files;
  const std::string sweep = std::string(kQuick) + "--vary theta=0,0.5 ";
  files.sweep("db", sweep);
  const std::string before = files.text("db");
  const auto refused = [&](const std::string& arguments, const std::string& message) {
    CHECK_THAT(files.sweep("db", arguments, 2).error, Contains(message));
  };
  refused(sweep, "exists; --resume continues it");
  refused(std::string(kQuick) + "--vary theta=0,1 --resume", "its grid differs");
  refused(sweep + "--set delta.lanes=4 --resume", "its configuration differs");
  refused(sweep + "--reference theta0 --resume", "differs");
  refused("--synthetic layers=8x12,steps=31,seed=3 --vary theta=0,0.5 --resume",
          "its workload differs");
  refused(sweep + "--shard 1/1 --resume", "its shard differs");
  files.sweep("db", sweep + "--resume --jobs 7");
  CHECK(files.text("db") == before);
}

TEST_CASE("a sweep of another version is not taken up", "[sweep]") {
  const SweepFiles files;
  const std::string sweep = std::string(kQuick) + "--vary theta=0,0.5 ";
  files.sweep("db", sweep);
  drnn::Sqlite(files.path("db"), drnn::Sqlite::Mode::existing)
      .execute("UPDATE meta SET value = '0.0.0' WHERE name = 'version'");
  CHECK_THAT(files.sweep("db", sweep + "--resume", 2).error, Contains("its version differs"));
}

TEST_CASE("memory does not grow with the number of points", "[sweep]") {
  const SweepFiles files;
  // The address sanitizer keeps what was freed, 256 MB of it unless told otherwise.
  ::setenv("ASAN_OPTIONS", "quarantine_size_mb=1", 1);
  const auto resident_kb = [&](const std::string& name, const std::string& values) {
    ChildProgram sweep("sweep --synthetic layers=4x4,steps=2 --quiet --jobs 2 --vary theta=" +
                       values + " --db '" + files.path(name) + "'");
    REQUIRE(sweep.wait() == 0);
    return sweep.resident_kb();
  };
  // More than may wait for their reference at once.
  const long few = resident_kb("few", "0.001:0.6:0.001");
  const long many = resident_kb("many", "0.001:2:0.001");
  INFO(few << " kB with 600 points, " << many << " kB with 2000");
  // Rows of 1400 points held would be 1400 * 300 entries of 48 bytes, 20 MB. SQLite's page cache
  // grows to 2000 kB, and 256 rows may wait at a time.
  CHECK(many - few < 2000 + 256 * 300 * 48 / 1024);
}
