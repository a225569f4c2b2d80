#include "sim/sweep/sweep_file.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/formats/temporary_folder.hpp"
#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Strings = std::vector<std::string>;

namespace {

SweepFile read(const std::string& name, const std::string& text) {
  const TemporaryFolder folder;
  return read_sweep_file(folder.write(name, text).string());
}

void refused(const std::string& name, const std::string& text, const std::string& message) {
  INFO(text);
  expect_input_error([&] { read(name, text); }, {name, message});
}

}  // namespace

TEST_CASE("an ini file and a JSON file say the same sweep", "[file]") {
  const SweepFile ini = read("a.ini",
                             "# comment\n[sweep]\npreset = edgedrnn-minized\nreference = theta0\n"
                             "[set]\ndelta.theta_h = 0.5\n"
                             "[vary]\ntheta_x = 0:0.5:0.25\nmac.num_pe = 4, 8\n");
  const SweepFile json = read("a.json",
                              R"({"preset": "edgedrnn-minized", "reference": "theta0",
                                  "set": {"delta.theta_h": 0.5},
                                  "vary": {"theta_x": "0:0.5:0.25", "mac.num_pe": [4, 8]}})");
  for (const SweepFile& file : {ini, json}) {
    CHECK(file.preset == "edgedrnn-minized");
    CHECK(file.reference_theta0);
    CHECK(file.assignments == Strings{"delta.theta_h=0.5"});
    CHECK(file.grid.size() == 6);
    CHECK(file.grid.axes()[0].values == Strings{"0", "0.25", "0.5"});
    CHECK(file.grid.axes()[1].key == "mac.num_pe");
  }
}

TEST_CASE("either file may hold a list of points", "[file]") {
  const SweepFile ini =
      read("a.ini", "[points]\na = theta=0.5, delta.lanes=8\nb = theta=1, delta.lanes=4\n");
  const SweepFile json = read("a.json",
                              R"({"points": [{"theta": 0.5, "delta.lanes": 8},
                                             {"delta.lanes": 4, "theta": 1}]})");
  CHECK(ini.grid.to_json() == json.grid.to_json());
  CHECK(ini.grid.is_list());
  CHECK(ini.grid.size() == 2);
}

TEST_CASE("what is no sweep is refused with the file's name", "[file]") {
  refused("a.ini", "", "needs either axes to vary or points");
  refused("a.ini", "[vary]\ntheta = 1\n[points]\na = theta=1\n", "not both");
  refused("a.ini", "[vary]\ntheta = 1:2\n", "a.ini:2: range '1:2'");
  refused("a.ini", "[vary]\ntheta = 1\ntheta = 2\n", "stands twice");
  refused("a.ini", "[varry]\ntheta = 1\n", "allowed sections");
  refused("a.ini", "[sweep]\npreset = a\nspeed = 1\n", "'speed = 1'");
  refused("a.ini", "nonsense\n", "a.ini:1");
  refused("a.json", "{", "parse error");
  refused("a.json", "[]", "must be an object");
  refused("a.json", R"({"vary": {"theta": []}})", "theta: must be a list");
  refused("a.json", R"({"vary": {"theta": [null]}})", "null must be a number");
  refused("a.json", R"({"vary": {"theta": [1], "theta": [2]}})", "'theta' stands twice");
  refused("a.json", R"({"vary": [1]})", "vary: must be an object");
  refused("a.json", R"({"points": {}})", "points: must be a list");
  refused("a.json", R"({"reference": "dense", "vary": {"theta": [1]}})", "reference = dense");
  expect_input_error([] { read_sweep_file("/nowhere.ini"); }, {"/nowhere.ini"});
}
