#include "model/stats/energy_table.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "model/config/errors.hpp"
#include "model/config/nearest_name.hpp"
#include "model/config/value_text.hpp"
#include "model/stats/energy_entry_text.hpp"

namespace drnn {

namespace {

const EnergyKey* find_key(const std::vector<EnergyKey>& keys, const std::string& name) {
  const auto at = std::find_if(keys.begin(), keys.end(),
                               [&](const EnergyKey& key) { return key.name == name; });
  return at == keys.end() ? nullptr : &*at;
}

std::string nearest_key(const std::string& name, const std::vector<EnergyKey>& keys) {
  std::vector<std::string> names;
  for (const EnergyKey& key : keys) names.push_back(key.name);
  return nearest_name(name, names);
}

/// Collects entries and faults of one file.
class TableReader {
 public:
  TableReader(const std::string& file, const std::vector<EnergyKey>& required,
              const std::vector<EnergyKey>& known)
      : file_(file), required_(required), known_(known) {}

  void read(const std::string& text) {
    const IniFile ini = read_ini(text, file_);
    faults_ = ini.faults;
    for (const IniEntry& line : ini.entries) read(line);
    for (const EnergyKey& key : required_)
      if (seen_.end() == std::find(seen_.begin(), seen_.end(), key.name))
        faults_.push_back(file_ + ": key '" + key.name + "' is missing; it is needed, in " +
                          std::string(key.unit) + ", and has no default");
  }

  /// In the order in which they are required.
  std::vector<EnergyEntry> entries() const {
    throw_faults();
    std::vector<EnergyEntry> ordered;
    for (const EnergyKey& key : required_)
      ordered.push_back(*std::find_if(entries_.begin(), entries_.end(),
                                      [&](const EnergyEntry& e) { return e.key == key.name; }));
    return ordered;
  }

 private:
  void read(const IniEntry& line) {
    const std::string where = file_ + ":" + std::to_string(line.line) + ": ";
    const EnergyKey* needed = find_key(required_, line.key);
    const EnergyKey* key = needed ? needed : find_key(known_, line.key);
    if (!key) {
      faults_.push_back(where + "unknown key '" + line.key + "'; the nearest known is '" +
                        nearest_key(line.key, required_) + "'");
      return;
    }
    seen_.push_back(line.key);
    const auto [entry, fault] = parse_energy_entry(*key, line.value);
    if (!fault.empty()) faults_.push_back(where + line.key + " = '" + line.value + "': " + fault);
    if (needed) entries_.push_back(entry);
  }

  void throw_faults() const {
    if (faults_.empty()) return;
    std::string text;
    for (const std::string& fault : faults_) text += (text.empty() ? "" : "\n") + fault;
    throw InputError(text);
  }

  const std::string& file_;
  const std::vector<EnergyKey>& required_;
  const std::vector<EnergyKey>& known_;
  std::vector<std::string> seen_;
  std::vector<EnergyEntry> entries_;
  std::vector<std::string> faults_;
};

}  // namespace

const EnergyEntry* EnergyTable::find(std::string_view key) const {
  const auto at = std::find_if(entries_.begin(), entries_.end(),
                               [&](const EnergyEntry& entry) { return entry.key == key; });
  return at == entries_.end() ? nullptr : &*at;
}

EnergyEntry* EnergyTable::changeable(std::string_view key) {
  return const_cast<EnergyEntry*>(std::as_const(*this).find(key));
}

double EnergyTable::operator[](std::string_view key) const {
  const EnergyEntry* entry = find(key);
  if (!entry) throw std::out_of_range("energy table " + name_ + " lacks " + std::string(key));
  return entry->value;
}

void EnergyTable::assign(const std::string& key, const std::string& value,
                         const std::string& origin) {
  EnergyEntry* entry = changeable(key);
  if (!entry)
    throw InputError(origin + ": table " + name_ + " has no key '" + key +
                     "'; the nearest known is '" + nearest_name(key, keys()) + "'");
  const auto number = parse_number<double>(value);
  if (!number || !std::isfinite(*number) || *number < 0)
    throw InputError(origin + ": " + key + " = '" + value +
                     "': allowed is a number from 0 on, in " + std::string(entry->unit));
  *entry = {key, *number, entry->unit, Tag::unconfirmed, std::nullopt, origin};
}

std::vector<std::string> EnergyTable::keys() const {
  std::vector<std::string> names;
  for (const EnergyEntry& entry : entries_) names.push_back(entry.key);
  return names;
}

void EnergyTable::change(std::string_view key, double value) {
  if (EnergyEntry* entry = changeable(key)) entry->value = value;
}

EnergyTable read_energy_table(const std::string& text, const std::string& name,
                              const std::string& file, const std::vector<EnergyKey>& required,
                              const std::vector<EnergyKey>& known) {
  TableReader reader(file, required, known);
  reader.read(text);
  return {name, reader.entries()};
}

const std::vector<EnergyKey>& energy_keys() {
  static const std::vector<EnergyKey> keys{{"multiply.operation", "pJ"},
                                           {"multiply.bit_product", "pJ"},
                                           {"accumulate.bit", "pJ"},
                                           {"add.bit", "pJ"},
                                           {"block_ram.bit", "pJ"},
                                           {"distributed_ram.bit", "pJ"},
                                           {"register.bit", "pJ"},
                                           {"lookup.bit", "pJ"},
                                           {"axi.bit", "pJ"},
                                           {"clock.flip_flop", "pJ"},
                                           {"clock.bram36", "pJ"},
                                           {"clock.dsp", "pJ"},
                                           {"logic.lut", "pJ"},
                                           {"static.ps", "W"},
                                           {"static.xc7z007s", "W"},
                                           {"static.xc7z020", "W"},
                                           {"static.xc7z045", "W"},
                                           {"static.xc7z100", "W"}};
  return keys;
}

std::vector<EnergyKey> ddr_energy_keys(const std::string& device) {
  std::vector<EnergyKey> keys{{device + ".vdd", "V"}};
  for (const char* current : {"idd0", "idd2n", "idd3n", "idd4r", "idd4w", "idd5"})
    keys.push_back({device + "." + current, "mA"});
  keys.push_back({device + ".read_io", "mW"});
  keys.push_back({device + ".write_io", "mW"});
  return keys;
}

}  // namespace drnn
