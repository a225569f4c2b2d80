#include <catch2/catch.hpp>

#include "tests/cli/run_program.hpp"
#include "tests/edgedrnn/recording.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

ProgramResult conform(const TemporaryFolder& folder, const std::string& options = "") {
  return run_drnn("conform --data '" + folder.path().string() + "' " + options);
}

std::string last_line(const std::string& text) {
  return text.substr(text.rfind('\n', text.size() - 2) + 1);
}

}  // namespace

TEST_CASE("conform prints a line a case and what it compared", "[cli]") {
  const TemporaryFolder folder;
  write_recording(folder, "b", small_case());
  write_recording(folder, "a", small_case());
  for (const char* engine : {"", "--engine fast", "--engine stepped"}) {
    const ProgramResult result = conform(folder, engine);
    CHECK(result.exit_code == 0);
    CHECK(result.error == "");
    CHECK_THAT(result.out, Catch::StartsWith("a: words 24 equal, handshakes 12 largest "
                                             "difference 0 cycles, columns equal, weight beats "
                                             "equal, fetches ") &&
                               Contains("\nb: "));
    CHECK(std::count(result.out.begin(), result.out.end(), '\n') == 3);
    CHECK_THAT(last_line(result.out), Catch::StartsWith("2 cases, 48 words, ") &&
                                          Catch::EndsWith(" handshakes compared: no difference\n"));
  }
}

TEST_CASE("conform ends with exit code 1 on any difference", "[cli]") {
  const TemporaryFolder folder;
  write_recording(folder, "a", small_case());
  write_recording(folder, "b", small_case());
  replace_in(folder.path() / "b_config.csv", "thx_q8_8,2", "thx_q8_8,30");
  const ProgramResult result = conform(folder);
  CHECK(result.exit_code == 1);
  CHECK_THAT(result.out, Contains("b: words 24 ") && Contains("differ"));
  CHECK_THAT(last_line(result.out), Catch::EndsWith("compared: 1 of 2 cases differ\n"));
}

TEST_CASE("conform ends with exit code 2 and one line where it cannot read a case", "[cli]") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& arguments, const std::string& message) {
    const ProgramResult result = run_drnn("conform " + arguments);
    INFO(arguments);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK_THAT(result.error, Catch::StartsWith("drnn: error: ") && Contains(message));
    CHECK(std::count(result.error.begin(), result.error.end(), '\n') == 1);
  };
  const std::string data = "--data " + folder.path().string();
  refused("", "--data");
  refused("--data ''", "--data");
  refused("--data /nowhere", "/nowhere");
  refused(data + " --engine quick", "'quick' must be fast or stepped");
  refused(data + " --dta x", "the nearest known is '--data'");
  refused(data + " x", "'x' belongs to no option");
  refused(data, "no case");
  write_recording(folder, "a", small_case());
  write_recording(folder, "b", small_case());
  std::filesystem::remove(folder.path() / "b_steps.csv");
  refused(data, "b_steps.csv: no such file");
}
