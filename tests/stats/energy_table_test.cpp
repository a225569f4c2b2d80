#include "model/stats/energy_table.hpp"

#include <catch2/catch.hpp>

#include "model/config/errors.hpp"
#include "tests/formats/expect_error.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

const std::vector<EnergyKey> kKeys{{"a.x", "pJ"}, {"a.y", "W"}};
const std::string kGood =
    "[a]\nx = 2.5 pJ | unconfirmed | 1 to 4 | chosen\ny = 3 W | published | - | a | b\n";

EnergyTable read(const std::string& text) {
  return read_energy_table(text, "mine", "mine.ini", kKeys);
}

std::string fault(const std::string& text) {
  return error_of([&] { read(text); });
}

/// kGood with another line for x.
std::string fault_of_x(const std::string& value) {
  return fault("[a]\nx = " + value + "\ny = 3 W | published | - | s\n");
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> devices_in(const std::string& ini) {
  std::vector<std::string> names;
  for (std::size_t at = ini.find("\n[ddr3-"); at != std::string::npos;
       at = ini.find("\n[ddr3-", at + 1))
    names.push_back(ini.substr(at + 2, ini.find(']', at) - at - 2));
  return names;
}

}  // namespace

TEST_CASE("a table's entries have value, unit, tag, range and source", "[energy]") {
  const EnergyTable table = read(kGood);
  CHECK(table.name() == "mine");
  CHECK(table["a.x"] == 2.5);
  CHECK(table.find("a.x")->range->low == 1);
  CHECK(table.find("a.x")->range->high == 4);
  CHECK(table.find("a.x")->tag == Tag::unconfirmed);
  CHECK_FALSE(table.find("a.y")->range.has_value());
  CHECK(table.find("a.y")->unit == "W");
  CHECK(table.find("a.y")->source == "a | b");
}

TEST_CASE("a missing entry is an error that names file and key, never a default", "[energy]") {
  const std::string error = fault("[a]\nx = 2.5 pJ | published | - | s\n");
  CHECK(contains(error, "mine.ini"));
  CHECK(contains(error, "'a.y' is missing"));
  CHECK_THROWS_AS(read(kGood)["a.z"], std::out_of_range);
}

TEST_CASE("an unknown entry is an error that names file, line and key", "[energy]") {
  const std::string error = fault(kGood + "z = 1 pJ | published | - | s\n");
  CHECK(contains(error, "mine.ini:4"));
  CHECK(contains(error, "'a.z'"));
}

TEST_CASE("an entry of another form is an error that says what is allowed", "[energy]") {
  CHECK(contains(fault_of_x("2.5"), "value unit | tag | low to high | source"));
  CHECK(contains(fault_of_x("2.5 W | published | - | s"), "the unit pJ"));
  CHECK(contains(fault_of_x("2.5 | published | - | s"), "the unit pJ"));
  CHECK(contains(fault_of_x("-1 pJ | published | - | s"), "from 0 on"));
  CHECK(contains(fault_of_x("nan pJ | published | - | s"), "from 0 on"));
  CHECK(contains(fault_of_x("inf pJ | published | - | s"), "from 0 on"));
  CHECK(contains(fault_of_x("2.5 pJ | rtl | - | s"), "allowed tags"));
  CHECK(contains(fault_of_x("2.5 pJ | published | 3 to 4 | s"), "holds the value"));
  CHECK(contains(fault_of_x("2.5 pJ | published | 1 to 2 | s"), "holds the value"));
  CHECK(contains(fault_of_x("2.5 pJ | published | 1-4 | s"), "holds the value"));
  CHECK(contains(fault_of_x("2.5 pJ | unconfirmed | - | s"), "needs a range"));
  CHECK(contains(fault_of_x("2.5 pJ | published | - |"), "source"));
  CHECK_NOTHROW(read("[a]\nx = 2 pJ | derived | 2 to 2 | s\ny = 0 W | published | - | s\n"));
}

TEST_CASE("every fault of a table is told, a line each", "[energy]") {
  try {
    read("[a]\nx = 1 | 2\nz = 1\n");
    FAIL("nothing was thrown");
  } catch (const InputError& error) {
    const std::string text = error.what();
    CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  }
}

TEST_CASE("of known but unneeded entries the form is checked too", "[energy]") {
  const std::vector<EnergyKey> known{{"b.z", "mA"}};
  const auto with = [&](const std::string& line) {
    return read_energy_table(kGood + "[b]\n" + line, "mine", "mine.ini", kKeys, known);
  };
  CHECK(with("z = 1 mA | published | - | s\n").find("b.z") == nullptr);
  CHECK(contains(error_of([&] { with("z = 1 pJ | published | - | s\n"); }), "b.z"));
}

TEST_CASE("a value of the user's replaces an entry and is nothing but theirs", "[energy]") {
  EnergyTable table = read(kGood);
  table.assign("a.y", "7", "--energy-set");
  CHECK(table["a.y"] == 7);
  CHECK(table.find("a.y")->tag == Tag::unconfirmed);
  CHECK(table.find("a.y")->source == "--energy-set");
  CHECK(contains(error_of([&] { table.assign("a.q", "7", "--energy-set"); }), "a.q"));
  for (const char* wrong : {"", "x", "-1", "inf", "7 W"})
    CHECK(contains(error_of([&] { table.assign("a.y", wrong, "--energy-set"); }), "a.y"));
}

TEST_CASE("every table of configs/energy is complete, with a source and a range where needed",
          "[energy]") {
  for (const EnergyTableFile& file : on_chip_energy_files()) {
    const std::string name(file.name);
    const EnergyTable table = read_energy_table(std::string(file.ini), name, name, energy_keys());
    CHECK(table.entries().size() == energy_keys().size());
  }
  for (const EnergyTableFile& file : ddr_energy_files()) {
    const std::string name(file.name), ini(file.ini);
    const std::vector<std::string> devices = devices_in(ini);
    CHECK(devices.size() == 9);
    std::vector<EnergyKey> known;
    for (const std::string& device : devices)
      for (const EnergyKey& key : ddr_energy_keys(device)) known.push_back(key);
    for (const std::string& device : devices)
      CHECK(read_energy_table(ini, name, name, ddr_energy_keys(device), known).entries().size() ==
            ddr_energy_keys(device).size());
  }
}

TEST_CASE("block RAM, DSP and clock of the FPGA table are unconfirmed", "[energy]") {
  const EnergyTableFile& file = on_chip_energy_files().front();
  REQUIRE(file.name == "fpga-7series");
  const EnergyTable table =
      read_energy_table(std::string(file.ini), "fpga-7series", "", energy_keys());
  for (const char* key :
       {"multiply.operation", "block_ram.bit", "clock.flip_flop", "clock.bram36", "clock.dsp"})
    CHECK(table.find(key)->tag == Tag::unconfirmed);
}

TEST_CASE("Horowitz's figures come back from the table's bits", "[energy]") {
  const EnergyTableFile& file = on_chip_energy_files().back();
  REQUIRE(file.name == "horowitz-45nm");
  const EnergyTable table =
      read_energy_table(std::string(file.ini), "horowitz-45nm", "", energy_keys());
  CHECK(table["multiply.bit_product"] * 32 * 32 == Approx(3.1));
  CHECK(table["multiply.bit_product"] * 8 * 8 == Approx(0.2).epsilon(0.05));
  CHECK(table["add.bit"] * 32 == Approx(0.1));
  CHECK(table["accumulate.bit"] == table["add.bit"]);
  CHECK(table["block_ram.bit"] * 64 == Approx(10));
}
