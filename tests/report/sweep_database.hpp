#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/sweep/result_database.hpp"
#include "tests/formats/temporary_folder.hpp"

namespace drnn::test {

/// A small database as a sweep leaves it.
class SweepDatabase {
 public:
  using Json = nlohmann::ordered_json;

  SweepMeta meta{{"schema", "1"},
                 {"version", "0"},
                 {"workload", "00ff"},
                 {"grid", R"({"axes":[{"key":"theta","values":["0","0.5"]}],"list":null})"},
                 {"energy", R"({"table":"fpga-7series","ddr_table":"ddr3-idd"})"}};
  Json rows = Json::array({done(0, 0, 40), done(1, 0.5, 20)});

  static Json done(int point, double theta, int cycles) {
    return {{"point", point},
            {"status", "done"},
            {"message", ""},
            {"axis.theta", theta},
            {"steps", 10},
            {"cycles.total", cycles},
            {"config.delta.lanes", 16},
            {"host.wall_s", 0.1 * (point + 1)}};
  }

  std::string write() const {
    const std::string path = (folder.path() / "db").string();
    std::filesystem::remove(path);
    ResultDatabase database(path, meta, false);
    for (const Json& row : rows) database.add(row);
    database.commit();
    database.finish();
    return path;
  }

  TemporaryFolder folder;
};

}  // namespace drnn::test
