#include "sim/sweep/result_database.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/sweep/csv_export.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/sweep/database_text.hpp"
#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Json = nlohmann::ordered_json;

namespace {

const SweepMeta kStoredMeta{{"schema", "1"}, {"grid", "{}"}};

Json stored_row(int point) {
  return {{"point", point},        {"status", "done"},
          {"message", nullptr},    {"cycles.total", 100 + point},
          {"time_s", point / 3.0}, {"host.wall_s", 0.1 * point}};
}

/// A row of other hardware, which has a column more and lacks one.
Json other_row(int point) {
  return {{"point", point},       {"status", "done"},  {"message", nullptr},
          {"cycles.load", point}, {"cycles.total", 5}, {"stalls.x.busy", 2}};
}

void fill(const std::string& path, const std::vector<Json>& rows, bool resume = false) {
  ResultDatabase database(path, kStoredMeta, resume);
  for (const Json& r : rows) database.add(r);
  database.finish();
}

}  // namespace

TEST_CASE("the order in which rows come leaves no trace", "[database]") {
  const TemporaryFolder folder;
  const std::string first = (folder.path() / "a").string(), second = (folder.path() / "b").string();
  fill(first, {stored_row(0), other_row(1), stored_row(2)});
  fill(second, {other_row(1), stored_row(2), stored_row(0)});
  CHECK(database_text(first) == database_text(second));
  CHECK(query(first, "SELECT point FROM points") == std::vector<std::string>{"0", "1", "2"});
}

TEST_CASE("statistics of the host stand in a table of their own", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  fill(path, {stored_row(3)});
  CHECK(query(path, R"(SELECT "host.wall_s" FROM host WHERE point = 3)").size() == 1);
  CHECK_THAT(database_text(path), !Catch::Contains("host"));
}

TEST_CASE("values keep their types", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  Json typed = stored_row(0);
  typed["resources.fits"] = true;
  typed["resources.bram36"] = 175.0;
  typed["config.ddr.device"] = "ddr3";
  fill(path, {typed});
  const auto type = [&](const std::string& column) {
    return query(path, "SELECT typeof(\"" + column + "\") FROM points").front();
  };
  CHECK(type("cycles.total") == "integer");
  CHECK(type("resources.fits") == "integer");
  CHECK(type("resources.bram36") == "real");
  CHECK(type("config.ddr.device") == "text");
  CHECK(type("message") == "null");
}

TEST_CASE("an existing database is taken up with resume only, and only by the same sweep",
          "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  fill(path, {stored_row(0)});
  const std::string before = database_text(path);
  expect_input_error([&] { ResultDatabase(path, kStoredMeta, false); },
                     {path, "exists", "--resume"});
  SweepMeta other = kStoredMeta;
  other[1].second = "{1}";
  expect_input_error([&] { ResultDatabase(path, other, true); }, {path, "its grid differs"});
  SweepMeta shard = kStoredMeta;
  shard.emplace_back("shard", "1/2");
  expect_input_error([&] { ResultDatabase(path, shard, true); }, {path, "its shard differs"});
  CHECK(database_text(path) == before);
  fill(path, {stored_row(1)}, true);
  CHECK(query(path, "SELECT point FROM points") == std::vector<std::string>{"0", "1"});
}

TEST_CASE("a whole sweep does not take up a shard", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  SweepMeta shard = kStoredMeta;
  shard.emplace_back("shard", "1/2");
  { ResultDatabase(path, shard, false); }
  expect_input_error([&] { ResultDatabase(path, kStoredMeta, true); },
                     {path, "with shard 1/2", "--shard"});
}

TEST_CASE("what is no database of a sweep is refused", "[database]") {
  const TemporaryFolder folder;
  const std::string text =
      folder.write("text", "no database at all, but long enough to be one").string();
  expect_input_error([&] { ResultDatabase(text, kStoredMeta, true); }, {text, "not a database"});
  const std::string other = (folder.path() / "other").string();
  Sqlite(other, Sqlite::Mode::create).execute("CREATE TABLE t(x)");
  expect_input_error([&] { ResultDatabase(other, kStoredMeta, true); }, {other, "no table meta"});
  expect_input_error([&] { ResultDatabase("/nowhere/a", kStoredMeta, false); }, {"/nowhere/a"});
}

TEST_CASE("resume begins a sweep where there is none, or only an empty file", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  fill(path, {stored_row(0)}, true);
  const std::string empty = folder.write("empty", "").string();
  fill(empty, {stored_row(0)}, true);
  CHECK(database_text(path) == database_text(empty));
}

TEST_CASE("a database is in use by one sweep at a time", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  const ResultDatabase first(path, kStoredMeta, false);
  expect_input_error([&] { ResultDatabase(path, kStoredMeta, true); }, {path, "locked"});
}

TEST_CASE("what was committed survives, what was not leaves nothing", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  {
    ResultDatabase database(path, kStoredMeta, false);
    database.add(stored_row(0));
    database.commit();
    database.add(stored_row(1));
  }
  ResultDatabase database(path, kStoredMeta, true);
  CHECK(database.has(0));
  CHECK_FALSE(database.has(1));
}

TEST_CASE("CSV has the table's columns and rows, with quotes where they are needed", "[database]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "a").string();
  Json failed = {{"point", 0}, {"status", "failed"}, {"message", "says \"no\", twice\nor so"}};
  fill(path, {stored_row(1), failed});
  Sqlite database(path, Sqlite::Mode::existing);
  std::ostringstream csv;
  write_csv(csv, database);
  CHECK(csv.str() ==
        "point,status,message,cycles.total,time_s\n"
        "0,failed,\"says \"\"no\"\", twice\nor so\",,\n"
        "1,done,,101,0.3333333333333333\n");
}
