#include "sim/report/sweep_result.hpp"

#include <catch2/catch.hpp>

#include "tests/report/sweep_database.hpp"
#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("a database tells how many of its points are there and done", "[report]") {
  SweepDatabase file;
  file.rows.push_back({{"point", 2}, {"status", "failed"}, {"message", "m"}, {"axis.theta", 1}});
  file.meta[3].second = R"({"axes":[{"key":"theta","values":["0","1"]},
                           {"key":"delta.lanes","values":["1","2","4"]}],"list":null})";
  const SweepResult sweep(file.write());
  CHECK(sweep.expected() == 6);
  CHECK(sweep.recorded() == 3);
  CHECK(sweep.done() == 2);
  CHECK(sweep.axes() == std::vector<std::string>{"theta", "delta.lanes"});
}

TEST_CASE("a shard is expected to hold its part of the grid", "[report]") {
  SweepDatabase file;
  file.meta[3].second = R"({"axes":[{"key":"theta","values":["0","1","2","3","4"]}],"list":null})";
  file.meta.emplace_back("shard", "2/2");
  CHECK(SweepResult(file.write()).expected() == 3);
}

TEST_CASE("of a list every point is expected", "[report]") {
  SweepDatabase file;
  file.meta[3].second =
      R"({"axes":[{"key":"a","values":["0","1"]},{"key":"b","values":["0"]}],"list":[0,0,1,0]})";
  CHECK(SweepResult(file.write()).expected() == 2);
}

TEST_CASE("what is no database of a sweep of this schema is refused", "[report]") {
  SweepDatabase file;
  const auto refused = [&](const std::vector<std::string>& parts) {
    const std::string path = file.write();
    expect_input_error([&] { SweepResult sweep(path); }, parts);
  };
  file.meta[0].second = "2";
  refused({"db", "schema 2", "allowed: 1"});
  file.meta[0].second = "1";
  file.meta[3].second = "{";
  refused({"db", "no grid of axes"});
  file.meta[3].first = "other";
  refused({"db", "meta has no grid"});
}

TEST_CASE("a sweep without a point that is done is refused", "[report]") {
  SweepDatabase file;
  file.rows = {{{"point", 0}, {"status", "failed"}, {"message", "m"}, {"axis.theta", 1}}};
  const std::string path = file.write();
  expect_input_error([&] { SweepResult sweep(path); }, {"none of its 1 points is done"});
}
