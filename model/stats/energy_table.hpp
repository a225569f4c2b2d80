#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/declarations.hpp"

namespace drnn {

/// A key that energy tables have, with the unit of its value.
struct EnergyKey {
  std::string name;  ///< section.key
  std::string_view unit;
};

/// One constant of an energy table.
struct EnergyEntry {
  /// Within which the value may honestly lie.
  struct Range {
    double low = 0, high = 0;
  };
  std::string key;
  double value = 0;
  std::string_view unit;
  Tag tag = Tag::unconfirmed;  ///< published, derived or unconfirmed
  std::optional<Range> range;  ///< every unconfirmed entry of a file has one
  std::string source;
};

/// Constants by key, with where they come from.
class EnergyTable {
 public:
  EnergyTable() = default;  ///< has no entry
  EnergyTable(std::string name, std::vector<EnergyEntry> entries)
      : name_(std::move(name)), entries_(std::move(entries)) {}

  const std::string& name() const { return name_; }
  const std::vector<EnergyEntry>& entries() const { return entries_; }
  const EnergyEntry* find(std::string_view key) const;
  /// The entry's value. Throws std::out_of_range for a key that the table lacks: reading a table
  /// makes sure that it lacks none.
  double operator[](std::string_view key) const;

  /// Gives an entry a value of the user's, which has no range. `value` is a number without unit.
  /// Throws InputError for an unknown key or a value that is not a finite number from 0 on.
  void assign(const std::string& key, const std::string& value, const std::string& origin);
  /// Gives an entry another value; nothing where the table lacks it.
  void change(std::string_view key, double value);

 private:
  std::vector<std::string> keys() const;
  EnergyEntry* changeable(std::string_view key);

  std::string name_;
  std::vector<EnergyEntry> entries_;
};

/// Reads a table: [section] headers and `key = value unit | tag | low to high | source`, with - for
/// no range. Throws InputError with every fault, a line each that names `file` and key: an entry of
/// `required` that is missing, one of neither `required` nor `known`, one of another form. Entries
/// of `known` are checked, and kept only where `required` too.
EnergyTable read_energy_table(const std::string& text, const std::string& name,
                              const std::string& file, const std::vector<EnergyKey>& required,
                              const std::vector<EnergyKey>& known = {});

/// What an on-chip table has.
const std::vector<EnergyKey>& energy_keys();
/// What a table of DRAM currents has for a device, whose name is the section.
std::vector<EnergyKey> ddr_energy_keys(const std::string& device);

/// A file of configs/energy/, built into the program.
struct EnergyTableFile {
  std::string_view name;
  std::string_view ini;
};
const std::vector<EnergyTableFile>& on_chip_energy_files();
const std::vector<EnergyTableFile>& ddr_energy_files();

}  // namespace drnn
