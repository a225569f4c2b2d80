// The model against runs recorded from the authors' RTL. The recordings are no part of the project:
// where they are absent the test prints a line that CTest reports as skipped.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "sim/conformance_check.hpp"

using namespace drnn;
namespace fs = std::filesystem;

namespace {

fs::path data_folder() {
  const char* shared = std::getenv("DRNN_SHARED_DIR");
  return fs::path(shared != nullptr ? shared : DRNN_DEFAULT_SHARED_DIR) / "edgedrnn";
}

}  // namespace

TEST_CASE("words, handshakes and fetches equal the recorded EdgeDRNN runs") {
  if (!fs::is_directory(data_folder())) {
    std::cout << "SKIPPED: no conformance data in " << data_folder() << "\n";
    return;
  }
  const Engine engine = GENERATE(Engine::fast, Engine::stepped);
  for (const fs::path& config : conformance_configs(data_folder())) {
    const ConformanceCase recorded = read_conformance_case(config);
    const ConformanceResult result = check_conformance(recorded, engine);
    INFO(to_line(recorded.name, result));
    CHECK(result.equal());
    CHECK(result.words == recorded.steps * static_cast<std::size_t>(recorded.sizes.back()));
    CHECK(result.step_handshakes == 4 * recorded.steps);
  }
}
