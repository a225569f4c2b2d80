#include "sim/sweep/result_columns.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace drnn;
using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

TEST_CASE("keys of nested objects are joined, parameters are their values", "[columns]") {
  const Json statistics = {
      {"schema", 1},
      {"cycles", {{"total", 7}, {"mean", 3.5}}},
      {"accuracy", nullptr},
      {"config", {{"delta.lanes", {{"value", 16}, {"unit", ""}, {"tag", "derived"}}}}},
      {"workload", {{"network", {{"file", "/a/b"}, {"hash", "00ff"}}}}},
      {"energy", {{"table", {{"name", "t"}}}, {"accesses", Json::array({1})}, {"total_j", 1.5}}}};
  CHECK(flattened(statistics) == Json{{"cycles.total", 7},
                                      {"cycles.mean", 3.5},
                                      {"accuracy", nullptr},
                                      {"config.delta.lanes", 16},
                                      {"workload.network.hash", "00ff"},
                                      {"energy.total_j", 1.5}});
}

TEST_CASE("the order of columns follows from their names", "[columns]") {
  const Strings ordered{"point",
                        "status",
                        "message",
                        "axis.theta",
                        "cycles.load",
                        "cycles.total",
                        "steps",
                        "stalls.a.busy",
                        "config.accelerator.kind",
                        "config.delta.lanes",
                        "config.rtl_note",
                        "workload.network.hash",
                        "other"};
  Strings shuffled = ordered;
  std::reverse(shuffled.begin(), shuffled.end());
  CHECK(in_column_order(shuffled) == ordered);
}
