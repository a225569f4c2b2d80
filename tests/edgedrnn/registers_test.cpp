#include <catch2/catch.hpp>

#include "model/blocks/edgedrnn/edge_registers.hpp"

using namespace drnn;

TEST_CASE("sizes written to the registers are read back", "[edgedrnn]") {
  EdgeRegisters registers;
  const std::vector<int> sizes{1024, 512, 512, 512, 512};
  registers.write_sizes(sizes);
  CHECK(registers.sizes() == sizes);
  CHECK(registers.read(EdgeRegisters::kLayers) == 4);
  CHECK(registers.read(EdgeRegisters::kInputSize) == 1024);
  CHECK(registers.read(8) == 512);
}

TEST_CASE("a threshold is the low ten bits of its register, signed", "[edgedrnn]") {
  const auto theta = [](std::uint32_t value) {
    EdgeRegisters registers;
    registers.write(EdgeRegisters::kThetaX, value);
    registers.write(EdgeRegisters::kThetaH, value);
    CHECK(registers.theta_x() == registers.theta_h());
    return registers.theta_x();
  };
  CHECK(theta(0) == 0);
  CHECK(theta(511) == 511);
  CHECK(theta(512) == -512);
  CHECK(theta(1023) == -1);
  CHECK(theta(1024) == 0);
}

TEST_CASE("PEs are a power of two from 2 to 64", "[edgedrnn]") {
  for (int k : {2, 4, 8, 16, 32, 64}) CHECK_FALSE(edge_num_pe_fault(k));
  for (int k : {-2, 0, 1, 3, 6, 63, 65, 128}) CHECK(edge_num_pe_fault(k));
}

TEST_CASE("sizes that the hardware cannot run are refused", "[edgedrnn]") {
  const auto allowed = [](const std::vector<int>& sizes, int num_pe) {
    return !edge_shape_fault(sizes, num_pe);
  };
  CHECK(allowed({8, 16}, 8));
  CHECK(allowed({1024, 1024, 1024, 1024, 1024}, 8));
  CHECK_FALSE(allowed({8}, 8));
  CHECK_FALSE(allowed({8, 16, 16, 16, 16, 16}, 8));
  CHECK_FALSE(allowed({0, 16}, 8));
  CHECK_FALSE(allowed({9, 16}, 8));
  CHECK_FALSE(allowed({1032, 16}, 8));
  CHECK_FALSE(allowed({8, 17}, 8));
  CHECK_FALSE(allowed({8, 1032}, 8));
  CHECK_FALSE(allowed({8, 16, 24}, 8));
}

TEST_CASE("a column must be at least as long as the MAC's pipeline", "[edgedrnn]") {
  for (int k : {2, 4, 8, 16, 32, 64}) {
    CAPTURE(k);
    CHECK(edge_shape_fault({k, k}, k));            // 3 rows
    CHECK_FALSE(edge_shape_fault({k, 2 * k}, k));  // 6 rows
  }
}

TEST_CASE("inputs are padded to the next multiple of K", "[edgedrnn]") {
  CHECK(edge_padded(1, 8) == 8);
  CHECK(edge_padded(8, 8) == 8);
  CHECK(edge_padded(9, 8) == 16);
}
