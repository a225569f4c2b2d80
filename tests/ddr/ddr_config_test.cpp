#include "tlm/ddr/ddr_config.hpp"

#include <catch2/catch.hpp>

#include "model/config/configuration.hpp"

using namespace drnn;

namespace {

DdrConfig with(const std::vector<std::string>& assignments) {
  Configuration configuration;
  for (const std::string& assignment : assignments)
    configuration.apply_assignment(assignment, "--set");
  configuration.resolve();
  return ddr_config(configuration.parameters());
}

}  // namespace

TEST_CASE("ddr.device allows the devices that there are", "[ddr]") {
  std::string allowed;
  const std::vector<std::string> names = ddr_device_names();
  for (std::size_t i = 0; i < names.size(); ++i)
    allowed += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  CHECK(find_declaration("ddr.device")->allowed == allowed);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(with({"ddr.device=" + name}).device.name == name);
  }
}

TEST_CASE("the default parameters are the controller's defaults", "[ddr]") {
  const DdrConfig config = with({}), plain;
  CHECK(config.device.name == plain.device.name);
  CHECK(config.device.chips == plain.device.chips);
  CHECK(config.mapping == plain.mapping);
  CHECK(config.open_page == plain.open_page);
  CHECK(config.transaction_queue == plain.transaction_queue);
  CHECK(config.bank_queue == plain.bank_queue);
  CHECK(config.row_hit_limit == plain.row_hit_limit);
  CHECK(config.age_limit == plain.age_limit);
}

TEST_CASE("every parameter of the section reaches the controller", "[ddr]") {
  CHECK(with({"ddr.mapping=row_bank_column"}).mapping == DdrMapping::row_bank_column);
  CHECK(with({"ddr.mapping=bank_row_column"}).mapping == DdrMapping::bank_row_column);
  CHECK(with({"ddr.mapping=row_column_bank"}).mapping == DdrMapping::row_column_bank);
  CHECK(with({"ddr.chips=1"}).device.chips == 1);
  CHECK(with({"ddr.page_policy=open"}).open_page);
  CHECK_FALSE(with({"ddr.page_policy=closed"}).open_page);
  CHECK(with({"ddr.transaction_queue=5"}).transaction_queue == 5);
  CHECK(with({"ddr.bank_queue=6"}).bank_queue == 6);
  CHECK(with({"ddr.row_hit_limit=7"}).row_hit_limit == 7);
  CHECK(with({"ddr.age_limit_clocks=99"}).age_limit == 99);
}
