#include "sim/report/report_page.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "model/stats/cycle_cause.hpp"
#include "sim/report/report_data.hpp"
#include "tests/report/sweep_database.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;
using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

namespace {

std::string data_text(const SweepDatabase& file) {
  SweepResult sweep(file.write());
  std::ostringstream out;
  write_report_data(out, sweep);
  return out.str();
}

std::string page_text(const SweepDatabase& file) {
  SweepResult sweep(file.write());
  std::ostringstream out;
  write_report_page(out, sweep, "library('</script>')");
  return out.str();
}

}  // namespace

TEST_CASE("what is the same in all points is told once, nothing of the host", "[report]") {
  const Json data = Json::parse(data_text({}));
  CHECK(data["columns"] == Json{"point", "axis.theta", "cycles.total"});
  CHECK(data["constants"] == Json{{"steps", 10}, {"config.delta.lanes", 16}});
  CHECK(data["points"] == Json{{0, 0.0, 40}, {1, 0.5, 20}});
  CHECK(data["failed"] == Json::array());
  CHECK(data["expected"] == 2);
}

TEST_CASE("a column that some points lack is no constant", "[report]") {
  SweepDatabase file;
  file.rows[0]["accuracy.mse"] = 0.25;
  const Json data = Json::parse(data_text(file));
  CHECK(data["columns"] == Json{"point", "axis.theta", "cycles.total", "accuracy.mse"});
  CHECK(data["points"][0][3] == 0.25);
  CHECK(data["points"][1][3] == nullptr);
}

TEST_CASE("points that are not done are told with outcome, message and axes", "[report]") {
  SweepDatabase file;
  file.rows.push_back(
      {{"point", 2}, {"status", "crashed"}, {"message", "</script>"}, {"axis.theta", 1.5}});
  const Json data = Json::parse(data_text(file));
  CHECK(data["failed"] == Json{{2, "crashed", "</script>", 1.5}});
  CHECK(data["points"].size() == 2);
}

TEST_CASE("parameters come with unit, energy constants with their range", "[report]") {
  const Json data = Json::parse(data_text({}));
  CHECK(data["parameters"]["delta.lanes"]["unit"] == "elements");
  const Json& lut = data["energy_constants"]["logic.lut"];
  CHECK(lut["tag"] == "unconfirmed");
  CHECK(lut["low"].get<double>() < lut["value"].get<double>());
  CHECK(lut["value"].get<double>() < lut["high"].get<double>());
}

TEST_CASE("every cause of the cycle account comes with its group and meaning", "[report]") {
  const Json causes = Json::parse(data_text({}))["causes"];
  REQUIRE(causes.size() == kCycleCauseCount);
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    CHECK(causes[i] == Json{{"name", kCycleCauses[i].name},
                            {"group", kCycleCauses[i].group},
                            {"meaning", kCycleCauses[i].meaning}});
}

TEST_CASE("of an energy table that is no built-in one no constants are known", "[report]") {
  SweepDatabase file;
  file.meta[4].second = R"({"table":"0123456789abcdef","ddr_table":"fedcba9876543210"})";
  CHECK(Json::parse(data_text(file))["energy_constants"] == Json::object());
}

TEST_CASE("the page holds library, data and scripts, and asks the network for nothing",
          "[report]") {
  const std::string page = page_text({});
  CHECK_THAT(page, Contains(R"(library('<\/script>'))"));
  CHECK_THAT(page, Contains("\"columns\":[\"point\""));
  CHECK_THAT(page, Contains("function drawTornado"));
  CHECK_THAT(page, !Contains("{{") && !Contains("src=") && !Contains("<link") &&
                       !Contains("@import") && !Contains("url("));
}

TEST_CASE("the same database gives the same bytes", "[report]") {
  const SweepDatabase one;
  SweepDatabase other;
  for (Json& row : other.rows) row["host.wall_s"] = 7;
  CHECK(page_text(one) == page_text(other));
}
