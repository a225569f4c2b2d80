#include <catch2/catch.hpp>
#include <sstream>

#include "examples/firmware/tiny_network.h"
#include "model/arith/delta_gru.hpp"
#include "tests/cli/run_program.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// The network whose image the firmware loads.
QuantisedNetwork tiny_network() {
  QuantisedLayer layer;
  layer.inputs = TINY_INPUTS;
  layer.hidden = TINY_HIDDEN;
  const std::int16_t* word = tiny_image;
  for (auto* m : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch}) {
    for (int i = 0; i < TINY_HIDDEN; ++i, word += 2)
      m->push_back(word[1] * 65536 + static_cast<std::uint16_t>(word[0]));
  }
  layer.columns.assign(word, std::end(tiny_image));
  return {{layer}};
}

/// What the firmware has to print, by the untimed cell.
std::string expected_steps(const DeltaSettings& settings) {
  const QuantisedNetwork network = tiny_network();
  DeltaGruNetwork cells(network, numeric_profile("drnn"), settings);
  std::ostringstream text;
  for (int step = 0; step < TINY_STEPS; ++step) {
    text << "step " << step << ":";
    const std::vector<std::int32_t> x(std::begin(tiny_input[step]), std::end(tiny_input[step]));
    for (std::int32_t h : cells.step(x.data())) text << " " << h;
    text << "\n";
  }
  return text.str();
}

/// The lines of the steps, and the cycles of the last one.
std::pair<std::string, std::uint64_t> split(const std::string& out) {
  const std::size_t last = out.rfind('\n', out.size() - 2) + 1;
  return {out.substr(0, last), std::stoull(out.substr(last))};
}

}  // namespace

TEST_CASE("firmware on the model prints what the untimed cell computes", "[firmware]") {
  const ProgramResult result = run_drnn("");
  INFO(result.error);
  REQUIRE(result.exit_code == 0);
  const auto [steps, cycles] = split(result.out);
  CHECK(steps == expected_steps({TINY_THRESHOLD, TINY_THRESHOLD, true}));
  CHECK(cycles > 0);
  // Or else the example would not show a delta network.
  CHECK(steps != expected_steps({0, 0, true}));
}

TEST_CASE("firmware sees the cycles of the design that it runs on, and no other words",
          "[firmware]") {
  const auto base = split(run_drnn("").out);
  const auto slower = split(run_drnn("'[host]\nregister_access_cycles = 12'").out);
  CHECK(slower.first == base.first);
  CHECK(slower.second > base.second);
}

TEST_CASE("a configuration that cannot be used ends the example with what is wrong", "[firmware]") {
  const ProgramResult result = run_drnn("'[mac]\npe = 4'");
  CHECK(result.exit_code == 2);
  CHECK(result.out == "");
  CHECK(result.error.find("ini:2") != std::string::npos);
}
