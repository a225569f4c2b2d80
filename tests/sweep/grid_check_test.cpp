#include "sim/sweep/grid_check.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "model/config/declarations.hpp"
#include "tests/sweep/expect_input_error.hpp"

using namespace drnn;
using namespace drnn::test;
using Strings = std::vector<std::string>;

namespace {

Configuration preset(const std::string& name = "drnn-zynq7100") {
  Configuration configuration;
  configuration.apply_preset(name);
  return configuration;
}

Grid checked(const std::vector<Axis>& axes, const Configuration& base = preset()) {
  Grid grid = Grid::full(axes);
  check_grid(grid, base);
  return grid;
}

void refused(const std::vector<Axis>& axes, const std::string& message,
             const Configuration& base = preset()) {
  expect_input_error([&] { checked(axes, base); }, {message});
}

}  // namespace

TEST_CASE("every parameter can be an axis, with the value that it has", "[grid]") {
  const std::string name = GENERATE("drnn-zynq7100", "edgedrnn-minized");
  const Configuration base = preset(name);
  for (const Declaration& d : declarations()) {
    if (!d.belongs_to(base.kind())) continue;
    INFO(d.name);
    const Grid grid = checked({{d.name, {d.get(base.parameters())}}}, base);
    CHECK(grid.axes()[0].key == d.name);
    CHECK(configuration_at(base, grid, {0}).to_ini() == base.to_ini());
  }
}

TEST_CASE("axes get the names and values that params prints", "[grid]") {
  const Grid grid = checked({{"pe_per_channel", {"016", "32"}}, {"theta", {"0.50", "1e-1"}}});
  CHECK(grid.axes()[0].key == "mac.pe_per_channel");
  CHECK(grid.axes()[0].values == Strings{"16", "32"});
  CHECK(grid.axes()[1].key == "theta");
  CHECK(grid.axes()[1].values == Strings{"0.5", "0.1"});
}

TEST_CASE("a key or value that nothing can take is refused before anything runs", "[grid]") {
  refused({{"delta.lane", {"1"}}}, "unknown key 'delta.lane'");
  refused({{"lanes", {"1"}}}, "ambiguous");
  refused({{"delta.lanes", {"16", "0"}}}, "delta.lanes = '0'");
  refused({{"theta", {"-1"}}}, "theta = '-1'");
  refused({{"theta", {"nan"}}}, "theta = 'nan'");
  refused({{"mac.num_pe", {"8"}}}, "has no parameter 'mac.num_pe'");
  refused({{"accelerator.kind", {"drnn", "tpu"}}}, "'tpu'");
}

TEST_CASE("a threshold's range is that of the activation format, where that is one", "[grid]") {
  CHECK(checked({{"theta", {"127.5"}}}).size() == 1);
  refused({{"theta", {"0", "128"}}}, "128: must be below 127.99609375");
  CHECK(checked({{"theta", {"0", "128"}}, {"numeric.activation_frac_bits", {"7", "8"}}}).size() ==
        4);
}

TEST_CASE("two axes that set one parameter are refused", "[grid]") {
  refused({{"theta", {"0"}}, {"theta_x", {"1"}}}, "two axes set delta.theta_x");
  refused({{"delta.lanes", {"4"}}, {"delta.lanes", {"8"}}}, "two axes set delta.lanes");
  refused({{"delta.fifo_depth", {"4"}}, {"fifo_depth", {"8"}}}, "two axes set delta.fifo_depth");
}

TEST_CASE("values that are the same in other words are refused", "[grid]") {
  refused({{"theta", {"0.5", "0.50"}}}, "0.5 stands twice");
}

TEST_CASE("a parameter of one kind goes with an axis of kinds", "[grid]") {
  const Grid grid = checked({{"mac.num_pe", {"8"}}, {"accelerator.kind", {"drnn", "edgedrnn"}}});
  CHECK(configuration_at(preset(), grid, {0, 1}).parameters().mac.num_pe == 8);
  CHECK_THROWS(configuration_at(preset(), grid, {0, 0}).resolve());
}

TEST_CASE("kind and numeric profile come before what they reset", "[grid]") {
  const Grid grid = checked({{"numeric.weight_bits", {"12"}},
                             {"delta.fifo_depth", {"7"}},
                             {"numeric.profile", {"q88"}},
                             {"accelerator.kind", {"drnn"}}});
  const Parameters p = configuration_at(preset(), grid, {0, 0, 0, 0}).parameters();
  CHECK(p.numeric.weight.bits == 12);
  CHECK(p.numeric_profile_name == "q88");
  CHECK(p.delta.fifo_depth == 7);
}

TEST_CASE("roles say what an axis decides", "[grid]") {
  const Grid grid = checked({{"theta_h", {"0"}},
                             {"numeric.rounding", {"floor"}},
                             {"numeric.scale", {"none"}},
                             {"ddr.chips", {"1"}}});
  CHECK(axis_roles(grid) == std::vector<AxisRole>{AxisRole::threshold, AxisRole::workload,
                                                  AxisRole::workload, AxisRole::elaboration});
}
