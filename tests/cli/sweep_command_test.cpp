#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"
#include "tests/cli/small_workload.hpp"
#include "tests/cli/sweep_files.hpp"

using namespace drnn::test;
using Catch::Contains;
using drnn::SqliteStatement;
using Strings = std::vector<std::string>;

namespace {

/// The statistic that a column is named after; of a parameter its value. Nothing where the run does
/// not have it.
std::optional<Json> statistic(const Json& run, const std::string& column) {
  const bool configured = column.compare(0, 7, "config.") == 0;
  const Json& config = run["config"];
  const std::string key = configured ? column.substr(7) : "";
  if (config.contains(key) && config[key].is_object()) return config[key]["value"];
  std::string pointer = "/" + column;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  const Json::json_pointer at(pointer);
  if (!run.contains(at)) return std::nullopt;
  return run.at(at);
}

bool equal(const SqliteStatement& row, int column, const Json& value) {
  switch (row.type(column)) {
    case SQLITE_NULL:
      return value.is_null();
    case SQLITE_TEXT:
      return value == row.text(column);
    case SQLITE_FLOAT:
      return value.is_number_float() && value == row.real(column);
    default:
      return (value.is_boolean() ? Json(value.get<bool>() ? 1 : 0) : value) == row.integer(column);
  }
}

/// Every statistic of every point is that of a run with the point's values; arguments[i] are those
/// of point i.
void check_rows(const std::string& path, const Strings& arguments) {
  drnn::Sqlite database(path, drnn::Sqlite::Mode::existing);
  SqliteStatement row(database, "SELECT * FROM points ORDER BY point");
  for (const std::string& a : arguments) {
    REQUIRE(row.step());
    const Json run = run_statistics(a);
    int compared = 0;
    for (int i = 0; i < row.columns(); ++i) {
      const std::string name = row.name(i);
      if (name == "point" || name == "status" || name == "message") continue;
      if (name.compare(0, 5, "axis.") == 0) continue;
      INFO(a << ": " << name << " = " << row.text(i));
      const auto value = statistic(run, name);
      CHECK((value ? equal(row, i, *value) : row.type(i) == SQLITE_NULL));
      compared += value.has_value();
    }
    CHECK(compared > 150);
  }
  CHECK_FALSE(row.step());
}

void check_sweep_refused(const std::string& arguments, const std::string& message) {
  INFO(arguments);
  const SweepFiles files;
  const ProgramResult result =
      run_drnn("sweep --db '" + files.path("db") + "' " + kQuick + arguments);
  CHECK(result.exit_code == 2);
  CHECK(result.out == "");
  CHECK_THAT(result.error, Catch::StartsWith("drnn: error: ") && Contains(message));
  CHECK(files.folder.names().empty());
}

}  // namespace

TEST_CASE("a row is what a run with the point's values gives", "[sweep]") {
  const SmallWorkload workload(31);
  const std::string input = workload.write() + workload.labels("class", {"0", "1", "2", "0", "1"});
  const SweepFiles files;
  files.sweep("db", input + "--reference theta0 --vary theta_x=0,0.5 --vary delta.lanes=2,4");
  Strings runs;
  for (const char* theta : {"0", "0.5"})
    for (const char* lanes : {"2", "4"})
      runs.push_back(input + "--reference theta0 --theta-x " + theta +
                     " --set delta.lanes=" + lanes);
  check_rows(files.path("db"), runs);
}

TEST_CASE("a row is what a run gives where the dense reference stops early, too", "[sweep]") {
  const std::string input = "--synthetic layers=16x32,steps=600,seed=5 ";
  const SweepFiles files;
  files.sweep("db", input + "--vary mac.latency_cycles=3,6");
  Strings runs;
  for (const char* latency : {"3", "6"})
    runs.push_back(input + "--set mac.latency_cycles=" + latency);
  check_rows(files.path("db"), runs);
}

TEST_CASE("thresholds that are one in the activation format are rows of their own", "[sweep]") {
  const SmallWorkload workload(35);
  const std::string input = workload.write() + workload.labels("class", {"0", "1", "2", "0", "1"});
  const SweepFiles files;
  files.sweep("db", input + "--jobs 1 --vary theta=0.25,0.2505,0.5");
  Strings runs;
  for (const char* theta : {"0.25", "0.2505", "0.5"}) runs.push_back(input + "--theta " + theta);
  check_rows(files.path("db"), runs);
}

TEST_CASE("a sweep goes over kinds and numeric profiles, each with its own statistics", "[sweep]") {
  const SmallWorkload workload(32);
  const std::string input = workload.write();
  const SweepFiles files;
  files.sweep("db",
              input +
                  "--set numeric.bias_bits=24 "
                  "--vary accelerator.kind=drnn,edgedrnn --vary theta=0.25,0.5",
              1);
  CHECK(files.column("db", "status") == Strings{"done", "done", "invalid", "invalid"});
  files.sweep("profiles", input + "--vary numeric.profile=drnn,q88 --vary theta=0.25,0.5");
  Strings runs;
  for (const char* profile : {"drnn", "q88"})
    for (const char* theta : {"0.25", "0.5"})
      runs.push_back(input + "--set numeric.profile=" + profile + " --theta " + theta);
  check_rows(files.path("profiles"), runs);
}

TEST_CASE("the database is the same for any number of jobs and in either engine", "[sweep]") {
  const std::string grid =
      std::string(kQuick) +
      "--reference theta0 --vary theta=0:0.5:0.125 --vary mac.pe_per_channel=2,4 "
      "--vary dma.input_ports=1,2 ";
  const SweepFiles files;
  files.sweep("1", grid + "--jobs 1");
  for (const std::string jobs : {"2", "5"}) {
    files.sweep(jobs, grid + "--jobs " + jobs);
    CHECK(files.text(jobs) == files.text("1"));
  }
  files.sweep("stepped", grid + "--engine stepped");
  CHECK(files.text("stepped") == files.text("1"));
}

TEST_CASE("shards that are merged are the sweep in one piece", "[sweep]") {
  const std::string grid = std::string(kQuick) +
                           "--vary theta=0:0.5:0.125 --vary mac.pe_per_channel=2,4 "
                           "--vary dma.input_ports=1,2 ";
  const SweepFiles files;
  files.sweep("whole", grid + "--csv '" + files.path("whole.csv") + "'");
  std::string parts;
  for (const std::string i : {"3", "1", "2"}) {
    files.sweep("part" + i, grid + "--shard " + i + "/3");
    parts += " '" + files.path("part" + i) + "'";
  }
  const ProgramResult merged = run_drnn("merge -o '" + files.path("merged") + "' --csv '" +
                                        files.path("merged.csv") + "'" + parts);
  INFO(merged.error);
  CHECK(merged.exit_code == 0);
  CHECK(files.text("merged") == files.text("whole"));
  CHECK(read_file(files.path("merged.csv")) == read_file(files.path("whole.csv")));
  CHECK_THAT(read_file(files.path("whole.csv")), Catch::StartsWith("point,status,message,axis."));
  const ProgramResult again = run_drnn("merge -o '" + files.path("merged") + "'" + parts);
  CHECK(again.exit_code == 2);
}

TEST_CASE("values that do not go together are recorded, and the others run", "[sweep]") {
  const SweepFiles files;
  const ProgramResult result = files.sweep(
      "db", std::string(kQuick) + "--vary delta.lanes=4,64 --vary dma.input_fifo_words=8,64", 1);
  CHECK_THAT(result.error, Contains("1 of 4 points are not done") &&
                               Contains("point 2 invalid: dma.input_fifo_words = 8 holds 32 "
                                        "elements, fewer than a scan window: delta.lanes = 64"));
  CHECK(files.column("db", "status") == Strings{"done", "done", "invalid", "done"});
  CHECK(files.column("db", R"("config.delta.lanes")") == Strings{"4", "4", "64", "64"});
}

TEST_CASE("values that the formats do not hold are recorded without folders", "[sweep]") {
  const SmallWorkload workload(33);
  const SweepFiles files;
  files.sweep("db", workload.write() + "--vary numeric.activation_frac_bits=8,14", 1);
  CHECK(files.column("db", "status") == Strings{"done", "invalid"});
  const std::string message = files.column("db", "message").back();
  CHECK_THAT(message, Contains(".npy") && !Contains(workload.folder.path().string()));
}

TEST_CASE("the same files in another folder give the same database", "[sweep]") {
  const SmallWorkload workload(34), moved(34);
  const SweepFiles files;
  files.sweep("a", workload.write() + "--vary theta=0,1");
  files.sweep("b", moved.write() + "--vary theta=0,1");
  CHECK(files.text("a") == files.text("b"));
}

TEST_CASE("a wrong value ends the sweep before anything is written", "[sweep]") {
  check_sweep_refused("--vary delta.lanes=4,0", "delta.lanes = '0'");
  check_sweep_refused("--vary theta=0,-1", "theta = '-1'");
  check_sweep_refused("--vary theta=0,200", "200: must be below 127.99609375");
  check_sweep_refused("--vary nonsense=1", "unknown key 'nonsense'");
  check_sweep_refused("--vary theta=0 --vary theta_h=1", "two axes set delta.theta_h");
  check_sweep_refused("--vary theta=0 --set delta.lanes=0", "delta.lanes = '0'");
  check_sweep_refused("--vary theta=0 --energy-table none", "--energy-table none");
}

TEST_CASE("wrong usage of sweep is refused", "[sweep]") {
  check_sweep_refused("", "sweep needs axes");
  check_sweep_refused("--vary theta=0 --point theta=1", "exclude each other");
  check_sweep_refused("--vary theta=0 --sweep a.ini", "exclude each other");
  check_sweep_refused("--sweep /nowhere.ini", "/nowhere.ini");
  check_sweep_refused("--vary theta=0 --jobs 0", "--jobs: '0'");
  check_sweep_refused("--vary theta=0 --shard 0/2", "--shard: '0/2'");
  check_sweep_refused("--vary theta=0 --shard 3/2", "--shard: '3/2'");
  check_sweep_refused("--vary theta=0 --csv /nowhere/a.csv", "/nowhere/a.csv");
  CHECK(run_drnn("sweep --vary theta=0").exit_code == 2);
  CHECK(run_drnn("sweep --vary theta=0 --db /nowhere/db --input /nowhere.npy").exit_code == 2);
  CHECK(run_drnn("merge").exit_code == 2);
  CHECK(run_drnn("merge -o /nowhere/db").exit_code == 2);
  CHECK(run_drnn("merge -o /nowhere/db /nowhere/part").exit_code == 2);
}

TEST_CASE("points of a list run in their order, of a command line or a file", "[sweep]") {
  const SweepFiles files;
  files.sweep("line", std::string(kQuick) +
                          "--point theta=0.5,delta.lanes=4 --point delta.lanes=2,theta=0");
  const std::string file =
      files.folder
          .write("points.json", R"({"points": [{"theta": 0.5, "delta.lanes": 4},
                                                       {"theta": 0, "delta.lanes": 2}]})")
          .string();
  files.sweep("file", std::string(kQuick) + "--sweep '" + file + "'");
  CHECK(files.text("line") == files.text("file"));
  CHECK(files.column("line", R"("axis.theta")") == Strings{"0.5", "0"});
}
