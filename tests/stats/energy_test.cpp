#include "model/stats/energy.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

double joules(const Energy& energy, std::string_view name) {
  for (const auto& component : energy.components)
    if (component.name == name) return component.joules;
  return -1;
}

}  // namespace

TEST_CASE("energy is counts times the table, and the parts add up", "[energy]") {
  const EnergyTable& table = proxy_energy_table();
  RunStatistics run;
  run.mac_operations = 1000;
  run.weight_read_bits = 16000;
  run.accumulator_read_bits = 300;
  run.accumulator_written_bits = 700;
  run.ddr_read_bytes = 10;
  run.ddr_written_bytes = 20;
  const Energy energy = energy_of(run, 2.0, {}, table);
  CHECK(joules(energy, "mac") == Approx(1000 * table.mac.value * 1e-12));
  CHECK(joules(energy, "weight_memory") == Approx(16000 * table.memory_bit.value * 1e-12));
  CHECK(joules(energy, "accumulators") == Approx(1000 * table.memory_bit.value * 1e-12));
  CHECK(joules(energy, "ddr") ==
        Approx((80 * table.ddr_read_bit.value + 160 * table.ddr_write_bit.value) * 1e-12));
  CHECK(joules(energy, "static") == Approx(2.0 * table.static_power.value));
  double sum = 0;
  for (const auto& component : energy.components) sum += component.joules;
  CHECK(energy.total_j == sum);
}

TEST_CASE("sums that stay in registers cost no memory energy", "[energy]") {
  RunStatistics run;
  run.accumulator_read_bits = 1000;
  CHECK(joules(energy_of(run, 0, {true, 1}, proxy_energy_table()), "accumulators") == 0.0);
}

TEST_CASE("a weight costs as many accesses to on-chip memory as it takes", "[energy]") {
  RunStatistics run;
  run.weight_read_bits = 1000;
  const double once = joules(energy_of(run, 0, {false, 1}, proxy_energy_table()), "weight_memory");
  CHECK(once > 0);
  for (int accesses : {0, 2})
    CHECK(joules(energy_of(run, 0, {false, accesses}, proxy_energy_table()), "weight_memory") ==
          accesses * once);
}

TEST_CASE("every entry of the table has a tag and a source", "[energy]") {
  for (const EnergyTable::Entry* entry : proxy_energy_table().entries()) {
    INFO(entry->name);
    CHECK((entry->tag == "published" || entry->tag == "derived" || entry->tag == "unconfirmed"));
    CHECK_FALSE(entry->source.empty());
    CHECK(entry->value > 0);
  }
}
