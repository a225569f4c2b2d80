#include <catch2/catch.hpp>
#include <map>

#include "sim/sweep/sqlite.hpp"
#include "tests/cli/program_output.hpp"
#include "tests/cli/sweep_files.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

const std::string kWorkload = " --synthetic layers=6x24,steps=30,density_x=0.3,density_h=0.25";
/// Small enough for a test, and no front is trivial: hardware; memory; thresholds with limits.
const std::string kSpaces[] = {
    " --vary mac.pe_per_channel=4,8,24 --vary delta.lanes=2,4,8 --vary activation.lanes=2,8",
    " --vary dma.burst_beats=4,16 --vary dma.outstanding_bursts=2,8 --vary dma.output_ports=1,3"
    " --vary clock.period_ps=5000,8000 --objective time,energy,bram,ff",
    " --vary theta=0,0.1,0.25 --vary mac.pe_per_channel=4,8,24 --set device.name=xc7z020"
    " --objective cycles,dsp,error --require fits --require 'dsp<=60' --require 'cycles<=3000'"};

Json search(const std::string& arguments) {
  const ProgramResult result = run_drnn("search --json -" + kWorkload + arguments);
  INFO(arguments << "\n" << result.error);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

}  // namespace

TEST_CASE("the front of a search is the exhaustive one", "[cli]") {
  for (const std::string& space : kSpaces) {
    INFO(space);
    const Json few = search(space), all = search(space + " --exhaustive");
    CHECK(few["front"] == all["front"]);
    CHECK(few["front"].size() >= 2);
    CHECK(all["points"]["simulated"] == all["points"]["valid"]);
    CHECK(few["points"]["simulated"] < all["points"]["simulated"]);
  }
}

TEST_CASE("nothing is simulated where nothing fits the device", "[cli]") {
  const Json result =
      search(" --vary mac.pe_per_channel=4,8 --set device.name=xc7z007s --require fits");
  CHECK(result["points"]["simulated"] == 0);
  CHECK(result["front"].empty());
}

TEST_CASE("the front is that of a sweep's rows, each held against each", "[cli]") {
  const SweepFiles files;
  const std::string space = kSpaces[0];
  REQUIRE(run_drnn("sweep --quiet --db '" + files.path("db") + "'" + kWorkload + space).exit_code ==
          0);
  Sqlite database(files.path("db"), Sqlite::Mode::existing);
  SqliteStatement row(database,
                      "SELECT a.point FROM points a WHERE NOT EXISTS (SELECT 1 FROM points b WHERE "
                      "b.\"cycles.total\" <= a.\"cycles.total\" AND b.\"resources.dsp\" <= "
                      "a.\"resources.dsp\" AND (b.\"cycles.total\" < a.\"cycles.total\" OR "
                      "b.\"resources.dsp\" < a.\"resources.dsp\")) ORDER BY a.\"cycles.total\", "
                      "a.\"resources.dsp\", a.point");
  std::vector<std::int64_t> expected, found;
  while (row.step()) expected.push_back(row.integer(0));
  const Json result = search(space + " --objective cycles,dsp");
  for (const Json& point : result["front"]) found.push_back(point["point"]);
  CHECK(found == expected);
}

TEST_CASE("a search prints the same whatever the number of processes is", "[cli]") {
  const std::string arguments = "search" + kWorkload + kSpaces[0];
  const ProgramResult one = run_drnn(arguments + " --jobs 1");
  CHECK(one.exit_code == 0);
  CHECK_THAT(one.out, Contains("front") && Contains("estimated only"));
  CHECK(one.out == run_drnn(arguments + " --jobs 3").out);
}

TEST_CASE("a search's database has the simulated points' rows", "[cli]") {
  const SweepFiles files;
  const Json result = search(kSpaces[0] + " --db '" + files.path("db") + "'");
  Sqlite database(files.path("db"), Sqlite::Mode::existing);
  SqliteStatement rows(database, "SELECT count(*) FROM points WHERE status = 'done'");
  REQUIRE(rows.step());
  CHECK(rows.integer(0) == result["points"]["simulated"]);
  for (const Json& point : result["front"]) {
    SqliteStatement row(
        database, "SELECT \"cycles.total\" FROM points WHERE point = " + point["point"].dump());
    REQUIRE(row.step());
    CHECK(row.integer(0) == point["values"]["cycles"]);
  }
}

TEST_CASE("points whose values do not go together are told and left out", "[cli]") {
  const Json result =
      search(" --vary delta.lanes=4,64 --vary dma.input_fifo_words=8 --objective cycles");
  CHECK(result["points"]["valid"] == 1);
  REQUIRE(result["points"]["invalid"].size() == 1);
  CHECK_THAT(result["points"]["invalid"][0]["message"].get<std::string>(),
             Contains("fewer than a scan window"));
}

TEST_CASE("wrong usage of a search is refused", "[cli]") {
  struct Refused {
    const char* arguments;
    const char* message;
  };
  const Refused refused = GENERATE(
      Refused{"", "search needs axes"}, Refused{"--vary delta.lanes=0", "delta.lanes = '0'"},
      Refused{"--vary delta.lanes=4 --objective speed", "'speed' must be one of"},
      Refused{"--vary delta.lanes=4 --require small", "'small' must be fits or NAME<=NUMBER"},
      Refused{"--vary delta.lanes=4 --margin -1", "'-1' must be a share"},
      Refused{"--vary delta.lanes=4 --jobs 0", "'0' must be an integer from 1"},
      Refused{"--preset edgedrnn-minized --vary theta=0.1", "closed form of drnn alone"},
      Refused{"--vary accelerator.kind=drnn,edgedrnn", "closed form of drnn alone"});
  const ProgramResult result = run_drnn(std::string("search ") + refused.arguments);
  INFO("drnn search " << refused.arguments);
  CHECK(result.exit_code == 2);
  CHECK(result.out == "");
  CHECK_THAT(result.error, Contains(refused.message));
}
