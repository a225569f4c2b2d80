#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "model/stats/cycle_cause.hpp"
#include "tests/cli/program_output.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

const std::string kExplained = "--synthetic layers=12x20x9,steps=30,density_x=0.4,density_h=0.3 ";
const std::string kExplainedEdge =
    "--preset edgedrnn-minized --synthetic layers=12x16x16,steps=6,density_x=0.4,density_h=0.3 ";

std::map<std::string, std::uint64_t> account_of(const Json& explained) {
  std::map<std::string, std::uint64_t> account;
  for (const Json& entry : explained["account"]) account[entry["cause"]] = entry["cycles"];
  return account;
}

/// The rows of a CSV file behind its header, by the header's names.
std::vector<std::map<std::string, std::uint64_t>> rows_of(const std::string& csv) {
  const auto split = [](const std::string& line) {
    std::vector<std::string> items;
    std::istringstream stream(line);
    for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
    return items;
  };
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = split(line);
  std::vector<std::map<std::string, std::uint64_t>> rows;
  while (std::getline(lines, line)) {
    const std::vector<std::string> items = split(line);
    REQUIRE(items.size() == header.size());
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < items.size(); ++i)
      row[header[i].substr(0, header[i].find(' '))] = std::stoull(items[i]);
  }
  return rows;
}

}  // namespace

TEST_CASE("the account of statistics is that of a run by the same options", "[explain]") {
  const std::string options = GENERATE(as<std::string>{}, kExplained, kExplainedEdge,
                                       kExplained + "--set mac.pe_per_channel=6 --theta 0.1");
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "a.json").string();
  const Json statistics = json_of("run --stats - " + options);
  folder.write("a.json", statistics.dump());
  const Json read = json_of("explain --json - " + file);
  const Json run = json_of("explain --json - " + options);
  CHECK(read["account"] == run["account"]);
  CHECK(read["remedies"] == run["remedies"]);
  CHECK(read["cycles"] == statistics["cycles"]["total"]);
  std::uint64_t sum = 0;
  for (const auto& [cause, cycles] : account_of(run)) {
    CHECK(statistics["account"][cause] == cycles);
    sum += cycles;
  }
  CHECK(sum == statistics["cycles"]["total"]);
}

TEST_CASE("sequences and steps add up to the account", "[explain]") {
  const std::string options = GENERATE(as<std::string>{}, "--steps 2", kExplained, kExplainedEdge);
  const std::string by = GENERATE("sequence", "step");
  const Json explained = json_of("explain --json - --by " + by + " " + options);
  std::map<std::string, std::uint64_t> sums;
  std::uint64_t steps = 0, cycles = 0;
  for (const Json& part : explained["by_" + by]) {
    steps += part["steps"].get<std::uint64_t>();
    cycles += part["cycles"].get<std::uint64_t>();
    for (const auto& [cause, count] : part["causes"].items())
      sums[cause] += count.get<std::uint64_t>();
  }
  CHECK(sums == account_of(explained));
  CHECK(steps == explained["steps"]);
  CHECK(cycles + sums["reset"] == explained["cycles"]);
}

TEST_CASE("both engines explain alike", "[explain]") {
  const std::string options = GENERATE(as<std::string>{}, kExplained, kExplainedEdge);
  const std::string arguments = "explain --by step " + options;
  const ProgramResult fast = run_drnn(arguments);
  CHECK(fast.exit_code == 0);
  CHECK(fast.out == run_drnn(arguments + " --engine stepped").out);
}

TEST_CASE("a series has a row a step, and adds up to the statistics", "[series]") {
  const std::string options = GENERATE(as<std::string>{}, "--steps 2", kExplained, kExplainedEdge);
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "a.csv").string();
  const Json statistics = json_of("run --stats - --series " + file + " " + options);
  const auto rows = rows_of(read_file(file));
  REQUIRE(rows.size() == statistics["steps"]);
  std::uint64_t longest = 0;
  std::map<std::string, std::uint64_t> sums;
  for (std::size_t t = 0; t < rows.size(); ++t) {
    CHECK(rows[t].at("step") == t);
    std::uint64_t causes = 0;
    for (const CycleCauseText& cause : kCycleCauses) causes += rows[t].at(std::string(cause.name));
    CHECK(causes == rows[t].at("cycles") + rows[t].at("reset"));
    longest = std::max(longest, rows[t].at("cycles"));
    for (const auto& [name, value] : rows[t]) sums[name] += value;
  }
  for (const CycleCauseText& cause : kCycleCauses)
    CHECK(sums[std::string(cause.name)] == statistics["account"][std::string(cause.name)]);
  CHECK(sums["cycles"] + sums["reset"] == statistics["cycles"]["total"]);
  CHECK(sums["columns"] == statistics["columns"]["issued"]);
  CHECK(longest == statistics["cycles"]["per_step_max"]);
}

TEST_CASE("a series is the same in both engines and in both formats", "[series]") {
  const std::string options = GENERATE(as<std::string>{}, kExplained, kExplainedEdge);
  const TemporaryFolder folder;
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  for (const std::string name : {"fast.csv", "fast.npy"})
    CHECK(run_drnn("run --quiet " + options + "--series " + path(name.c_str())).exit_code == 0);
  CHECK(run_drnn("run --quiet --engine stepped " + options + "--series " + path("stepped.csv"))
            .exit_code == 0);
  const std::string csv = read_file(path("fast.csv"));
  CHECK(csv == read_file(path("stepped.csv")));

  const std::string npy = read_file(path("fast.npy"));
  const Json columns = Json::parse(read_file(path("fast.npy.json")))["columns"];
  const auto rows = rows_of(csv);
  const std::string shape =
      "(" + std::to_string(rows.size()) + ", " + std::to_string(columns.size()) + ")";
  CHECK_THAT(npy.substr(0, 128), Contains("'<i8'") && Contains(shape));
  REQUIRE(npy.size() == 128 + rows.size() * columns.size() * 8);
  std::size_t at = 128;
  for (const auto& row : rows)
    for (const Json& column : columns) {
      std::uint64_t value = 0;
      for (int byte = 7; byte >= 0; --byte)
        value = value << 8 | static_cast<unsigned char>(npy[at + static_cast<std::size_t>(byte)]);
      at += 8;
      CHECK(value == row.at(column["name"].get<std::string>()));
    }
}

TEST_CASE("what cannot be explained or written is refused in one line", "[explain]") {
  const TemporaryFolder folder;
  const auto file = [&](const std::string& name, const std::string& text) {
    return folder.write(name, text).string();
  };
  Json wrong = json_of("run --stats - " + kExplained);
  wrong["account"]["scan"] = wrong["account"]["scan"].get<int>() + 1;
  Json old = wrong;
  old.erase("account");
  const std::vector<std::pair<std::string, std::string>> refused{
      {"explain nowhere.json", "nowhere.json: cannot be read"},
      {"explain " + file("a.txt", "no"), "is not JSON"},
      {"explain " + file("b.json", "{}"), "has no "},
      {"explain " + file("c.json", wrong.dump()), "not to cycles.total"},
      {"explain " + file("d.json", old.dump()), "has no account/mac"},
      {"explain a.json b.json", "one file of statistics"},
      {"explain a.json --steps 3", "exclude each other"},
      {"explain --by layer", "must be run or sequence or step"},
      {"run --series a.txt", "must end with .csv or .npy"},
      {"run --series a.csv --theta 0,1", "exclude each other"},
      {"run --series a.npy --stats a.npy.json", "a.npy.json"}};
  for (const auto& [arguments, message] : refused) {
    const ProgramResult result = run_drnn(arguments);
    INFO(arguments);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK_THAT(result.error, Contains(message));
    CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 1);
  }
}

TEST_CASE("every cause has its meaning", "[explain]") {
  const ProgramResult result = run_drnn("explain --causes");
  CHECK(result.exit_code == 0);
  for (const CycleCauseText& cause : kCycleCauses)
    CHECK_THAT(result.out, Contains(std::string(cause.name) + " "));
  CHECK(run_drnn("explain --causes --steps 3").exit_code == 2);
}
