#include "model/stats/ddr_energy.hpp"

#include <catch2/catch.hpp>

#include "tests/stats/energy_fixture.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

constexpr double kBurstBitsAChip = 8 * 16;  // BL8, x16

/// The clock that the currents are tabulated with is 533 MHz, a little slower than 1.875 ns.
constexpr std::uint64_t kTabulatedClockFs = 1000000000 / 533;
constexpr std::uint64_t tabulated_ps(std::uint64_t clocks) {
  return (clocks * kTabulatedClockFs + 500) / 1000;
}
constexpr DdrEnergyTimings kTabulated{tabulated_ps(20), tabulated_ps(27), tabulated_ps(59),
                                      tabulated_ps(4)};

/// `value` to the digits of a figure that ends in a digit of the size `last`.
bool rounds_to(double value, double figure, double last) {
  return figure - last / 2 <= value && value < figure + last / 2;
}

}  // namespace

TEST_CASE("currents, timings and voltage give the energies derived for 1 Gb x16 at 1066 MT/s",
          "[energy]") {
  const DdrChipEnergy e = ddr_chip_energy(currents(kDevice), kDevice, kTabulated);
  CHECK(rounds_to(e.activate_j * 1e9, 2.48, 0.01));
  CHECK(rounds_to(e.read_j * 1e12 / kBurstBitsAChip, 8.4, 0.1));
  CHECK(rounds_to(e.write_j * 1e12 / kBurstBitsAChip, 9.7, 0.1));
  CHECK(rounds_to(e.refresh_j * 1e9, 19.1, 0.1));
  CHECK(rounds_to(e.active_w * 1e3, 67.5, 0.1));
  CHECK(rounds_to(e.precharged_w * 1e3, 52.5, 0.1));
}

TEST_CASE("no command of any device gives energy back", "[energy]") {
  for (const char* speed : {"800", "1066", "1333"})
    for (const char* density : {"1gb", "2gb", "4gb"}) {
      const std::string device = std::string("ddr3-") + speed + "-" + density + "-x16";
      INFO(device);
      const DdrChipEnergy e = ddr_chip_energy(currents(device), device, kTimings);
      for (const double joules : {e.activate_j, e.read_j, e.write_j, e.refresh_j, e.read_io_j,
                                  e.write_io_j, e.precharged_w})
        CHECK(joules > 0);
      CHECK(e.active_w > e.precharged_w);
    }
}

TEST_CASE("times scale the energies that they belong to, and no other", "[energy]") {
  const EnergyTable table = currents(kDevice);
  const DdrChipEnergy e = ddr_chip_energy(table, kDevice, kTimings);
  DdrEnergyTimings slow = kTimings;
  slow.trfc_ps *= 2;
  CHECK(ddr_chip_energy(table, kDevice, slow).refresh_j == Approx(2 * e.refresh_j));
  CHECK(ddr_chip_energy(table, kDevice, slow).activate_j == e.activate_j);
  slow.burst_ps *= 3;
  CHECK(ddr_chip_energy(table, kDevice, slow).write_j == Approx(3 * e.write_j));
  CHECK(ddr_chip_energy(table, kDevice, slow).read_io_j == Approx(3 * e.read_io_j));
}

TEST_CASE("a lower voltage lowers core and standby alike, pins apart", "[energy]") {
  const EnergyTable table = currents(kDevice);
  const std::string vdd = std::string(kDevice) + ".vdd";
  const DdrChipEnergy full = ddr_chip_energy(table, kDevice, kTimings);
  EnergyTable at_low_voltage = table;
  at_low_voltage.change(vdd, 1.35);
  const DdrChipEnergy low = ddr_chip_energy(at_low_voltage, kDevice, kTimings);
  CHECK(low.activate_j == Approx(0.9 * full.activate_j));
  CHECK(low.read_j == Approx(0.9 * full.read_j));
  CHECK(low.active_w == Approx(0.9 * full.active_w));
  CHECK(low.read_io_j == full.read_io_j);
}
