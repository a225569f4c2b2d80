#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/run_program.hpp"

using namespace drnn::test;

namespace {

struct Example {
  std::string arguments;
  std::string output;
};

/// The blocks that stand behind "<!-- output: ARGUMENTS -->" in the README.
std::vector<Example> examples(const std::string& readme) {
  const std::string mark = "<!-- output: ";
  std::vector<Example> found;
  for (std::size_t at = readme.find(mark); at != std::string::npos;
       at = readme.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    const std::size_t end = readme.find(" -->", begin);
    const std::size_t open = readme.find("```\n", end) + 4;
    found.push_back(
        {readme.substr(begin, end - begin), readme.substr(open, readme.find("```", open) - open)});
  }
  return found;
}

/// In the folder of the README, as its reader would.
ProgramResult run_there(const std::string& arguments) {
  const std::string folder = std::filesystem::path(DRNN_README).parent_path().string();
  return run_command("cd '" + folder + "' && '" + DRNN_PROGRAM + "' " + arguments);
}

}  // namespace

TEST_CASE("the README shows what its commands print", "[cli]") {
  const std::vector<Example> found = examples(read_file(DRNN_README));
  REQUIRE_FALSE(found.empty());
  for (const Example& example : found) {
    INFO("drnn " << example.arguments);
    const ProgramResult result = run_there(example.arguments);
    CHECK(result.exit_code == 0);
    CHECK(result.out == example.output);
  }
}
