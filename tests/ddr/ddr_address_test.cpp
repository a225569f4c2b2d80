#include "tlm/ddr/ddr_address.hpp"

#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

std::uint64_t burst_address(const DdrDevice& d, DdrMapping mapping, const DdrLocation& at) {
  const std::uint64_t bursts = d.row_bytes() / d.burst_bytes();
  const std::uint64_t row = at.row, bank = at.bank, burst = at.burst;
  switch (mapping) {
    case DdrMapping::row_bank_column:
      return ((row * d.banks + bank) * bursts + burst) * d.burst_bytes();
    case DdrMapping::bank_row_column:
      return ((bank * d.rows + row) * bursts + burst) * d.burst_bytes();
    case DdrMapping::row_column_bank:
      return ((row * bursts + burst) * d.banks + bank) * d.burst_bytes();
  }
  return 0;
}

DdrLocation locate(DdrMapping mapping, std::uint64_t address) {
  return DdrAddress(ddr_device("ddr3-1066-4gb-x16"), mapping).locate(address);
}

bool same(const DdrLocation& a, const DdrLocation& b) {
  return a.row == b.row && a.bank == b.bank && a.burst == b.burst;
}

}  // namespace

TEST_CASE("every address has one place, and every place one address", "[ddr]") {
  const std::string name = GENERATE(from_range(ddr_device_names()));
  const DdrMapping mapping = GENERATE(DdrMapping::row_bank_column, DdrMapping::bank_row_column,
                                      DdrMapping::row_column_bank);
  DdrDevice device = ddr_device(name);
  device.chips = GENERATE(1u, 2u);
  const DdrAddress cut(device, mapping);
  const std::uint64_t seed = 7;
  RandomSource random(seed);
  INFO(name << ", mapping " << static_cast<int>(mapping) << ", seed " << seed);
  for (int i = 0; i < 2000; ++i) {
    const auto address = static_cast<std::uint64_t>(
        random.between(0, static_cast<std::int64_t>(device.size_bytes()) - 1));
    const DdrLocation at = cut.locate(address);
    REQUIRE(at.row < device.rows);
    REQUIRE(at.bank < device.banks);
    REQUIRE(at.burst < device.row_bytes() / device.burst_bytes());
    REQUIRE(burst_address(device, mapping, at) == address - address % device.burst_bytes());
  }
  const DdrLocation last = cut.locate(device.size_bytes() - 1);
  CHECK(same(last,
             {device.rows - 1, device.banks - 1, device.row_bytes() / device.burst_bytes() - 1}));
}

TEST_CASE("row_bank_column: a row of 4 KB, then the same row of the next bank", "[ddr]") {
  const auto at = [](std::uint64_t address) {
    return locate(DdrMapping::row_bank_column, address);
  };
  CHECK(same(at(0), {0, 0, 0}));
  CHECK(same(at(31), {0, 0, 0}));
  CHECK(same(at(32), {0, 0, 1}));
  CHECK(same(at(4095), {0, 0, 127}));
  CHECK(same(at(4096), {0, 1, 0}));
  CHECK(same(at(8 * 4096), {1, 0, 0}));
}

TEST_CASE("bank_row_column: a bank is one stretch", "[ddr]") {
  const auto at = [](std::uint64_t address) {
    return locate(DdrMapping::bank_row_column, address);
  };
  CHECK(same(at(4095), {0, 0, 127}));
  CHECK(same(at(4096), {1, 0, 0}));
  CHECK(same(at(128u << 20), {0, 1, 0}));
}

TEST_CASE("row_column_bank: neighbouring bursts lie in different banks", "[ddr]") {
  const auto at = [](std::uint64_t address) {
    return locate(DdrMapping::row_column_bank, address);
  };
  CHECK(same(at(32), {0, 1, 0}));
  CHECK(same(at(8 * 32), {0, 0, 1}));
  CHECK(same(at(8 * 4096), {1, 0, 0}));
}
