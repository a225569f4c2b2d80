#include "model/stats/energy.hpp"

#include <catch2/catch.hpp>

#include "model/stats/sensitivity.hpp"
#include "tests/stats/energy_fixture.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

const std::vector<LayerSize> kLayers{{40, 256, 296}};

double joules(const Energy& energy, const std::string& component) {
  for (const auto& [name, value] : energy.by_component())
    if (name == component) return value;
  return -1;
}

/// A run of the default preset with a little of everything.
RunStatistics some_run() {
  RunStatistics run;
  run.total_cycles = 1000;
  run.steps = 10;
  run.elements_x = 400;
  run.elements_h = 2560;
  run.sent_x = 60;
  run.sent_h = 100;
  run.columns_issued = 160;
  run.mac_operations = 160 * 3 * 256;
  run.units_activated = 2560;
  run.weight_read_bits = run.mac_operations * 16;
  run.state_read_bits = (400 + 2 * 2560 + 2560) * 16;
  run.state_written_bits = (160 + 2560 + 2 * (40 + 2 * 256)) * 16;
  run.accumulator_read_bits = (run.mac_operations + 4 * 2560) * 48;
  run.accumulator_written_bits = (run.mac_operations + 2 * 4 * 256) * 48;
  run.ddr_read_bytes = 800;
  run.ddr_written_bytes = 5120;
  run.host.register_reads = 4;
  run.host.register_writes = 9;
  run.ddr.reads = 25;
  run.ddr.writes = 160;
  run.ddr.activates = 5;
  run.ddr.refreshes = 2;
  run.ddr.clocks = 5000;
  run.ddr.active_clocks = 2000;
  run.ddr.tck_ps = 1875;
  run.ports = {{"hp0_read", 7, 800, 100}, {"hp1_write", 40, 5120, 640}};
  return run;
}

AccessCounts counts_of(const RunStatistics& run, const Parameters& p) {
  return count_accesses(run, p, kLayers, resources_of(p, kLayers));
}

AccessCounts some_counts() {
  return counts_of(some_run(), Parameters{});
}

}  // namespace

TEST_CASE("energy is counts times widths times the table", "[energy]") {
  const EnergyPrices fpga = prices("fpga-7series");
  const EnergyTable& t = fpga.on_chip;
  const RunStatistics run = some_run();
  const AccessCounts counts = some_counts();
  const Energy energy = energy_of(counts, fpga);
  constexpr double kPico = 1e-12;
  CHECK(joules(energy, "mac") ==
        Approx(static_cast<double>(run.mac_operations) * t["multiply.operation"] * kPico));
  CHECK(joules(energy, "weight_memory") ==
        Approx(static_cast<double>(run.weight_read_bits) * t["block_ram.bit"] * kPico));
  // Sums stay in the multipliers; the activation reads four a unit, a reset writes four a row.
  CHECK(joules(energy, "accumulators") ==
        Approx((4 * 2560 + 2 * 4 * 256) * 48 * t["register.bit"] * kPico));
  CHECK(joules(energy, "delta_unit") == Approx(2 * (400 + 2560) * 17 * t["add.bit"] * kPico));
  CHECK(joules(energy, "activation") ==
        Approx((2 * 2560 * t["multiply.operation"] + 2560 * (48 + 2 * 16) * t["add.bit"] +
                3 * 2560 * 16 * t["lookup.bit"]) *
               kPico));
  CHECK(joules(energy, "axi") == Approx((740 * 64 + 13 * 32) * t["axi.bit"] * kPico));
  CHECK(joules(energy, "input_fifo") == Approx(2 * 800 * 8 * t["block_ram.bit"] * kPico));
}

TEST_CASE("standing power is static, clock, logic and the DRAM's own, for the whole time",
          "[energy]") {
  const EnergyPrices fpga = prices("fpga-7series");
  const EnergyTable& t = fpga.on_chip;
  const AccessCounts counts = some_counts();
  const Energy energy = energy_of(counts, fpga);
  const double time = 1000 * 8e-9;
  CHECK(energy.time_s == Approx(time));
  CHECK(joules(energy, "static_ps") == Approx(time * t["static.ps"]));
  CHECK(joules(energy, "static_device") == Approx(time * t["static.xc7z100"]));
  CHECK(joules(energy, "clock") ==
        Approx(1000e-12 * (static_cast<double>(counts.flip_flops) * t["clock.flip_flop"] +
                           counts.bram36 * t["clock.bram36"] +
                           static_cast<double>(counts.dsp) * t["clock.dsp"])));
  CHECK(joules(energy, "logic") ==
        Approx(1000e-12 * static_cast<double>(counts.luts) * t["logic.lut"]));
  double standing = 0;
  for (const char* name :
       {"static_ps", "static_device", "clock", "logic", "ddr_background", "ddr_refresh"})
    standing += joules(energy, name);
  CHECK(energy.standing_w() == Approx(standing / time));
}

TEST_CASE("each DRAM command is paid for on each chip", "[energy]") {
  const EnergyPrices fpga = prices("fpga-7series");
  const DdrChipEnergy chip = ddr_chip_energy(fpga.ddr, kDevice, kTimings);
  AccessCounts counts = some_counts();
  const Energy two = energy_of(counts, fpga);
  CHECK(joules(two, "ddr_activate") == Approx(2 * 5 * chip.activate_j));
  CHECK(joules(two, "ddr_read") == Approx(2 * 25 * chip.read_j));
  CHECK(joules(two, "ddr_write") == Approx(2 * 160 * chip.write_j));
  CHECK(joules(two, "ddr_io") == Approx(2 * (25 * chip.read_io_j + 160 * chip.write_io_j)));
  CHECK(joules(two, "ddr_refresh") == Approx(2 * 2 * chip.refresh_j));
  CHECK(joules(two, "ddr_background") ==
        Approx(2 * (1875e-12 * (2000 * chip.active_w + 3000 * chip.precharged_w) +
                    2 * chip.refresh_standby_j)));
  counts.ddr_chips = 1;
  CHECK(joules(energy_of(counts, fpga), "ddr_write") == Approx(160 * chip.write_j));
}

TEST_CASE("a known stream of commands takes what its currents give by hand", "[energy]") {
  // Two chips of 1 Gb at 1066 MT/s: 5 activates, 25 reads, 160 writes and 2 refreshes in 5000
  // clocks of 1.875 ns, 2000 with a row open. V times mA times ns is pJ.
  const Energy energy = energy_of(some_counts(), prices("fpga-7series"));
  const auto pico = [&](const char* name) { return joules(energy, name) * 1e12; };
  CHECK(pico("ddr_activate") ==
        Approx(2 * 5 * 1.5 * (75 * 50.625 - 45 * 37.5 - 35 * 13.125)));      // 24,750
  CHECK(pico("ddr_read") == Approx(2 * 25 * 1.5 * (140 - 45) * 7.5));        // 53,437.5
  CHECK(pico("ddr_write") == Approx(2 * 160 * 1.5 * (155 - 45) * 7.5));      // 396,000
  CHECK(pico("ddr_refresh") == Approx(2 * 2 * 1.5 * (160 - 45) * 110.625));  // 76,331.25
  // Of the refreshes' time the standby is that of open rows, so that all of it draws IDD5.
  const double open_ns = 2000 * 1.875 + 2 * 110.625, closed_ns = 5000 * 1.875 - open_ns;
  CHECK(pico("ddr_background") == Approx(2 * 1.5 * (45 * open_ns + 35 * closed_ns)));
  // 18 pins that read, 20 that write, in mW.
  CHECK(pico("ddr_io") == Approx(2 * 7.5 * (25 * 18 * 4.6 + 160 * 20 * 21.2)));
}

TEST_CASE("components and phases each add up to the total", "[energy]") {
  for (const char* table : {"fpga-7series", "horowitz-45nm"}) {
    const Energy energy = energy_of(some_counts(), prices(table));
    double components = 0, phases = 0;
    for (const auto& part : energy.by_component()) components += part.second;
    for (const auto& part : energy.by_phase()) phases += part.second;
    CHECK(components == energy.total_j);
    CHECK(phases == Approx(energy.total_j).epsilon(1e-12));
    CHECK(energy.power_w() == energy.total_j / energy.time_s);
  }
}

TEST_CASE("sums cost nothing of their own in the multipliers, and memory elsewhere", "[energy]") {
  Parameters p;
  const auto accumulators = [&] {
    return joules(energy_of(counts_of(some_run(), p), prices("fpga-7series")), "accumulators");
  };
  const double inside = accumulators();
  p.mac.pe_per_channel = 128;  // two rows a PE
  const double registers = accumulators();
  p.mac.pe_per_channel = 1;
  CHECK(inside < registers);
  CHECK(registers < accumulators());  // block RAM
}

TEST_CASE("each state memory is priced by where its own words lie", "[energy]") {
  const auto memory = [](int inputs, const char* name) {
    const std::vector<LayerSize> layers{{inputs, 256, inputs + 256}};
    return memory_of(memories_of(Parameters{}, layers), name).storage();
  };
  // 16 lanes: 64 rows of 1024 inputs are LUTs, a row more is block RAM; h stays where it is.
  CHECK(memory(1024, "x_references") == Storage::distributed_ram);
  CHECK(memory(1025, "x_references") == Storage::block_ram);
  CHECK(memory(1025, "h_references") == Storage::distributed_ram);
  const auto reads = [](const AccessCounts& counts, Price price) {
    std::uint64_t words = 0;
    for (const Access& a : counts.accesses)
      if (a.component == "state_memory" && a.operation == "read" && a.price == price)
        words += a.count;
    return words;
  };
  RunStatistics run = some_run();
  run.steps = 1;
  run.elements_x = 1025;
  run.elements_h = 256;
  run.units_activated = 256;
  run.state_read_bits = (1025 + 2 * 256 + 256) * 16;
  run.accumulator_read_bits = (run.mac_operations + 4 * 256) * 48;
  run.state_written_bits = (160 + 256) * 16;
  const std::vector<LayerSize> layers{{1025, 256, 1281}};
  const AccessCounts counts =
      count_accesses(run, Parameters{}, layers, resources_of(Parameters{}, layers));
  CHECK(reads(counts, Price::block_ram) == 1025);
  CHECK(reads(counts, Price::distributed_ram) == 3 * 256);
}

TEST_CASE("another table gives another energy of the same counts", "[energy]") {
  const AccessCounts counts = some_counts();
  const EnergyPrices horowitz = prices("horowitz-45nm");
  const Energy energy = energy_of(counts, horowitz);
  const double macs = static_cast<double>(some_run().mac_operations);
  CHECK(joules(energy, "mac") == Approx(macs * (3.1 / 1024 * 16 * 17 + 0.1 / 32 * 48) * 1e-12));
  CHECK(joules(energy, "clock") == 0);
  CHECK(energy.total_j < energy_of(counts, prices("fpga-7series")).total_j);
}

TEST_CASE("one factor brings a run to a measured power, whatever the factor was", "[energy]") {
  const AccessCounts counts = some_counts();
  EnergyPrices fpga = prices("fpga-7series");
  const EnergyPrices once = calibrated(counts, fpga, 7.3);
  CHECK(energy_of(counts, once).power_w() == Approx(7.3));
  const double ratio = once.scale;
  CHECK(energy_of(counts, once).total_j == Approx(ratio * energy_of(counts, fpga).total_j));
  CHECK(calibrated(counts, once, 7.3).scale == Approx(ratio));
}

TEST_CASE("sensitivity: one constant at a time, the largest swing first", "[energy]") {
  const AccessCounts counts = some_counts();
  const EnergyPrices fpga = prices("fpga-7series");
  const std::vector<Sensitivity> all = sensitivity_of(counts, fpga);
  std::size_t ranged = 0, unconfirmed = 0;
  for (const EnergyEntry& entry : fpga.entries()) {
    ranged += entry.range ? 1 : 0;
    unconfirmed += entry.tag == Tag::unconfirmed ? 1 : 0;
  }
  CHECK(all.size() == ranged);
  CHECK(ranged >= unconfirmed);
  const double nominal = energy_of(counts, fpga).power_w();
  for (std::size_t i = 0; i < all.size(); ++i) {
    INFO(all[i].entry.key);
    if (i > 0) CHECK(all[i - 1].swing_w() >= all[i].swing_w());
    CHECK(std::min(all[i].low_w, all[i].high_w) <= nominal);
    CHECK(std::max(all[i].low_w, all[i].high_w) >= nominal);
    EnergyPrices at_high = fpga;
    at_high.change(all[i].entry.key, all[i].entry.range->high);
    CHECK(all[i].high_w == energy_of(counts, at_high).power_w());
  }
}

TEST_CASE("the static power's swing is its range", "[energy]") {
  const EnergyPrices fpga = prices("fpga-7series");
  for (const Sensitivity& s : sensitivity_of(some_counts(), fpga))
    if (s.entry.key == "static.ps")
      CHECK(s.swing_w() == Approx(s.entry.range->high - s.entry.range->low));
}

TEST_CASE("no combination of constants within their ranges leaves the stated range of power",
          "[energy]") {
  const AccessCounts counts = some_counts();
  for (const char* table : {"fpga-7series", "horowitz-45nm"}) {
    const EnergyPrices nominal = prices(table);
    const auto sensitivities = sensitivity_of(counts, nominal);
    const PowerRange range = power_range(counts, nominal, sensitivities);
    std::uint64_t random = 1;
    for (int draw = 0; draw < 200; ++draw) {
      EnergyPrices drawn = nominal;
      for (const Sensitivity& s : sensitivities) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        drawn.change(s.entry.key, (random >> 63) != 0 ? s.entry.range->high : s.entry.range->low);
      }
      const double watts = energy_of(counts, drawn).power_w();
      CHECK(watts >= range.low_w * (1 - 1e-12));
      CHECK(watts <= range.high_w * (1 + 1e-12));
    }
  }
}
