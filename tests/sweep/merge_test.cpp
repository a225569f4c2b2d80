#include "sim/sweep/merge.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sim/sweep/result_database.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/sweep/database_text.hpp"
#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Json = nlohmann::ordered_json;

namespace {

const SweepMeta kMeta{{"schema", "1"},
                      {"grid", R"({"axes":[{"key":"a","values":["1","2","3","4"]}],"list":null})"}};

/// Of other hardware for odd points.
Json row(int point) {
  Json json = {{"point", point}, {"status", "done"}, {"message", nullptr}};
  json[point % 2 == 0 ? "stalls.even" : "stalls.a.odd"] = point * 0.1;
  json["host.wall_s"] = 1.0;
  return json;
}

class Shards {
 public:
  std::string make(const std::string& name, const std::string& shard,
                   const std::vector<int>& points, SweepMeta meta = kMeta) const {
    const std::string file = path(name);
    if (!shard.empty()) meta.emplace_back("shard", shard);
    ResultDatabase database(file, meta, false);
    for (const int point : points) database.add(row(point));
    database.finish();
    return file;
  }
  std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  TemporaryFolder folder;
};

}  // namespace

TEST_CASE("merged shards are the sweep in one piece", "[merge]") {
  const Shards shards;
  const std::string whole = shards.make("whole", "", {0, 1, 2, 3});
  const std::string first = shards.make("first", "1/2", {0, 2}),
                    second = shards.make("second", "2/2", {3, 1});
  merge_databases(shards.path("merged"), {second, first});
  CHECK(database_text(shards.path("merged")) == database_text(whole));
  CHECK(query(shards.path("merged"), R"(SELECT "host.wall_s" FROM host)").size() == 4);
}

TEST_CASE("parts that do not make a sweep are refused, and nothing is left", "[merge]") {
  const Shards shards;
  const std::string first = shards.make("first", "1/2", {0, 1}),
                    again = shards.make("again", "1/2", {0, 1}),
                    second = shards.make("second", "2/2", {2, 3}),
                    half = shards.make("half", "2/2", {2}),
                    third = shards.make("third", "2/3", {2}),
                    whole = shards.make("whole", "", {0, 1, 2, 3});
  SweepMeta meta = kMeta;
  meta[0].second = "2";
  const std::string other = shards.make("other", "2/2", {2, 3}, meta);
  const std::string out = shards.path("out");
  const auto refused = [&](const std::vector<std::string>& parts, const std::string& message) {
    expect_input_error([&] { merge_databases(out, parts); }, {message});
    CHECK(shards.folder.names().size() == 7);
  };
  refused({first}, "shard 2/2 is missing");
  refused({first, again}, "again: is the same shard as " + first);
  refused({first, half}, "half: holds 1 of 2 points; finish the shard with --resume");
  refused({first, third}, "third: is of another sweep than");
  refused({first, other}, "other: is of another sweep than");
  refused({first, whole}, "whole: is of a whole sweep");
  refused({first, shards.path("none")}, "none: unable to open");
  expect_input_error([&] { merge_databases(whole, {first, second}); }, {"whole exists"});
}
