#include "tlm/ddr/ddr_device.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

/// Clocks of at least so many nanoseconds, given in tenths.
int clocks_of(const DdrDevice& device, std::uint32_t tenths_of_ns) {
  return static_cast<int>((tenths_of_ns * 100 + device.tck_ps - 1) / device.tck_ps);
}

}  // namespace

TEST_CASE("DDR3-1066F has the clocks of its data sheet", "[ddr]") {
  const DdrDevice device = ddr_device("ddr3-1066-4gb-x16");
  const DdrTiming& t = device.timing;
  CHECK(device.tck_ps == 1875);
  CHECK(t.cl == 7);
  CHECK(t.cwl == 6);
  CHECK(t.trcd == 7);
  CHECK(t.trp == 7);
  CHECK(t.tras == 20);
  CHECK(t.trc == 27);
  CHECK(t.trrd == 6);
  CHECK(t.tfaw == 27);
  CHECK(t.twr == 8);
  CHECK(t.twtr == 4);
  CHECK(t.trtp == 4);
  CHECK(t.tccd == 4);
  CHECK(t.trefi == 4160);
  CHECK(device.banks == 8);
  CHECK(device.row_bytes() == 4096);  // two x16 chips
}

TEST_CASE("a larger chip refreshes for longer", "[ddr]") {
  CHECK(ddr_device("ddr3-1066-1gb-x16").timing.trfc == 59);
  CHECK(ddr_device("ddr3-1066-2gb-x16").timing.trfc == 86);
  CHECK(ddr_device("ddr3-1066-4gb-x16").timing.trfc == 139);
}

TEST_CASE("two x16 chips have twice the bytes of one", "[ddr]") {
  constexpr std::uint64_t kMegabyte = 1 << 20;
  CHECK(ddr_device("ddr3-1066-1gb-x16").size_bytes() == 256 * kMegabyte);
  CHECK(ddr_device("ddr3-1066-2gb-x16").size_bytes() == 512 * kMegabyte);
  CHECK(ddr_device("ddr3-1066-4gb-x16").size_bytes() == 1024 * kMegabyte);
}

TEST_CASE("one chip has half the width, burst, row and size of two", "[ddr]") {
  const DdrDevice two = ddr_device("ddr3-1066-4gb-x16");
  DdrDevice one = two;
  one.chips = 1;
  CHECK(two.bus_bytes() == 4);
  CHECK(two.burst_bytes() == 32);
  CHECK(one.bus_bytes() == 2);
  CHECK(one.burst_bytes() == 16);
  CHECK(2 * one.row_bytes() == two.row_bytes());
  CHECK(2 * one.size_bytes() == two.size_bytes());
}

TEST_CASE("the presets are three speeds in three densities", "[ddr]") {
  CHECK(ddr_device_names().size() == 9);
  for (const std::string& name : ddr_device_names()) CHECK(ddr_device(name).name == name);
  CHECK_THROWS_AS(ddr_device("ddr3-1600-4gb-x16"), std::invalid_argument);
  CHECK_THROWS_AS(ddr_device(""), std::invalid_argument);
}

TEST_CASE("every preset keeps what JEDEC asks of all speeds", "[ddr]") {
  for (const std::string& name : ddr_device_names()) {
    INFO(name);
    const DdrDevice device = ddr_device(name);
    const DdrTiming& t = device.timing;
    CHECK(t.trc >= t.tras + t.trp);
    CHECK(t.tras >= t.trcd + t.trtp);
    CHECK(t.tfaw >= 4 * t.trrd);
    CHECK(t.trrd >= 4);
    CHECK(t.twtr >= 4);
    CHECK(t.trtp >= 4);
    CHECK(t.tccd == DdrTiming::kBurstClocks);
    CHECK(t.twr == clocks_of(device, 150));
    CHECK(t.trrd >= clocks_of(device, 75));
    CHECK(t.trefi * static_cast<int>(device.tck_ps) <= 7800000);
    CHECK((t.trefi + 1) * static_cast<int>(device.tck_ps) > 7800000);
    CHECK(t.trefi > 10 * t.trfc);
    CHECK(t.cl > t.cwl);
    CHECK(t.read_to_write() >= t.tccd);
  }
}
