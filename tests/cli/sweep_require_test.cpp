// drnn sweep --require: points that break a limit are excluded.
#include <catch2/catch.hpp>

#include "tests/cli/sweep_files.hpp"

using namespace drnn::test;
using Catch::Contains;
using Strings = std::vector<std::string>;

namespace {

/// 224 DSP48E1 with 64 PEs a channel, 80 with 16; an XC7Z020 has 220.
const std::string kGrid =
    "--synthetic layers=16x64,steps=30 --vary device.name=xc7z020,xc7z100 "
    "--vary mac.pe_per_channel=16,64 --vary theta=0,0.5 ";
const std::string kDone = " WHERE status = 'done' ORDER BY point";

/// `points` of a query, whole rows as text.
Strings rows(const SweepFiles& files, const std::string& database, const std::string& condition) {
  const std::string path = files.path(database);
  Strings found;
  for (const std::string& column : query(path, "SELECT name FROM pragma_table_info('points')"))
    for (const std::string& value :
         query(path, "SELECT \"" + column + "\" FROM points" + condition))
      found.push_back(column + " " + value);
  return found;
}

/// The middle between the fourth and the fifth of eight energies, as text.
std::string middle_energy(const SweepFiles& files, const std::string& database) {
  const Strings sorted = query(files.path(database),
                               "SELECT \"energy.total_j\" FROM points ORDER BY \"energy.total_j\"");
  REQUIRE(sorted.size() == 8);
  return std::to_string(1e6 * (std::stod(sorted[3]) + std::stod(sorted[4])) / 2) + "e-6";
}

}  // namespace

TEST_CASE("points that do not fit are excluded before any run, and the others are as without",
          "[sweep]") {
  const SweepFiles files;
  files.sweep("all", kGrid);
  files.sweep("fitting", kGrid + "--require fits");
  CHECK(files.column("fitting", "status") ==
        Strings{"done", "done", "excluded", "excluded", "done", "done", "done", "done"});
  CHECK(files.column("fitting", "message")[2] == "does not fit xc7z020: dsp 224 of 220");
  CHECK(query(files.path("all"),
              R"(SELECT point FROM points WHERE "resources.fits" = 0 ORDER BY point)") ==
        Strings{"2", "3"});
  CHECK(rows(files, "fitting", kDone) ==
        rows(files, "all", R"( WHERE "resources.fits" = 1 ORDER BY point)"));
  // Nothing ran at them: they have no time of a machine.
  CHECK(query(files.path("fitting"), R"(SELECT point FROM host WHERE "host.wall_s" IS NULL)") ==
        Strings{"2", "3"});
}

TEST_CASE("a limit is kept by what is equal to it, and broken by what is more", "[sweep]") {
  const SweepFiles files;
  files.sweep("kept", kGrid + "--require 'dsp<=224'");
  files.sweep("broken", kGrid + "--require 'dsp<=223'");
  const Strings all(8, "done");
  CHECK(files.column("kept", "status") == all);
  CHECK(files.column("broken", "status") ==
        Strings{"done", "done", "excluded", "excluded", "done", "done", "excluded", "excluded"});
  CHECK(files.column("broken", "message")[2] == "dsp 224 exceeds 223");
}

TEST_CASE("a limit of the energy excludes what a run shows to exceed it", "[sweep]") {
  const SweepFiles files;
  files.sweep("all", kGrid);
  const std::string most = middle_energy(files, "all");
  files.sweep("limited", kGrid + "--require 'energy<=" + most + "'");
  const std::string kept = "\"energy.total_j\" <= " + most;
  CHECK(rows(files, "limited", kDone) == rows(files, "all", " WHERE " + kept + " ORDER BY point"));
  const Strings excluded =
      query(files.path("limited"), "SELECT message FROM points WHERE status = 'excluded'");
  REQUIRE(excluded.size() == 4);
  for (const std::string& message : excluded)
    CHECK_THAT(message, Catch::StartsWith("energy ") && Contains(" exceeds "));
}

TEST_CASE("a sweep with requirements is the same in shards, resumed, and for any jobs", "[sweep]") {
  const SweepFiles files;
  const std::string grid = kGrid + "--require fits --require 'cycles<=2349' ";
  files.sweep("whole", grid + "--jobs 3");
  files.sweep("one", grid + "--jobs 1");
  files.sweep("one", grid + "--resume");
  CHECK(files.text("one") == files.text("whole"));
  std::string parts;
  for (const char* i : {"1", "2", "3"}) {
    files.sweep(std::string("part") + i, grid + "--shard " + i + "/3");
    parts += " '" + files.path(std::string("part") + i) + "'";
  }
  CHECK(run_drnn("merge -o '" + files.path("merged") + "'" + parts).exit_code == 0);
  CHECK(files.text("merged") == files.text("whole"));
  CHECK_THAT(files.sweep("whole", kGrid + "--resume", 2).error, Contains("same --require"));
  CHECK_THAT(files.sweep("whole", kGrid + "--require fits --resume", 2).error,
             Contains("its require differs"));
}

TEST_CASE("requirements that are none are refused", "[sweep]") {
  const SweepFiles files;
  for (const char* wrong : {"fit", "dsp", "dsp<=", "dsp<=x", "dsp>=3", "watts<=1", "misfit<=0"})
    CHECK_THAT(files.sweep("db", kGrid + "--require '" + wrong + "'", 2).error,
               Contains("--require"));
  CHECK(files.folder.names().empty());
}
