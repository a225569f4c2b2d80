#include "model/stats/energy_entry_text.hpp"

#include <cmath>
#include <vector>

#include "model/config/value_text.hpp"

namespace drnn {

namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// The parts between bars; the last keeps the bars that are its own.
std::vector<std::string> fields(const std::string& text, std::size_t count) {
  std::vector<std::string> result;
  std::size_t at = 0;
  while (result.size() + 1 < count) {
    const std::size_t bar = text.find('|', at);
    if (bar == std::string::npos) break;
    result.push_back(trimmed(text.substr(at, bar - at)));
    at = bar + 1;
  }
  result.push_back(trimmed(text.substr(at)));
  return result;
}

std::optional<double> amount(const std::string& text) {
  const auto value = parse_number<double>(text);
  if (!value || !std::isfinite(*value) || *value < 0) return std::nullopt;
  return value;
}

bool read_value(const std::string& text, std::string_view unit, EnergyEntry& entry) {
  const std::size_t space = text.find(' ');
  const auto value = amount(text.substr(0, space));
  if (!value || space == std::string::npos || trimmed(text.substr(space)) != unit) return false;
  entry.value = *value;
  return true;
}

bool read_tag(const std::string& text, EnergyEntry& entry) {
  for (const Tag tag : {Tag::published, Tag::derived, Tag::unconfirmed}) {
    if (to_string(tag) != text) continue;
    entry.tag = tag;
    return true;
  }
  return false;
}

/// "-" is no range.
bool read_range(const std::string& text, EnergyEntry& entry) {
  if (text == "-") return true;
  const std::string to = " to ";
  const std::size_t at = text.find(to);
  if (at == std::string::npos) return false;
  const auto low = amount(text.substr(0, at));
  const auto high = amount(text.substr(at + to.size()));
  if (!low || !high || !(*low <= entry.value && entry.value <= *high)) return false;
  entry.range = {*low, *high};
  return true;
}

std::string read_fields(const std::vector<std::string>& part, EnergyEntry& entry) {
  if (part.size() != 4) return "allowed is 'value unit | tag | low to high | source'";
  if (!read_value(part[0], entry.unit, entry))
    return "allowed is a number from 0 on and the unit " + std::string(entry.unit);
  if (!read_tag(part[1], entry)) return "allowed tags are published, derived and unconfirmed";
  if (!read_range(part[2], entry))
    return "allowed is a range 'low to high' that holds the value, or -";
  if (entry.tag == Tag::unconfirmed && !entry.range) return "an unconfirmed value needs a range";
  return part[3].empty() ? "a source is needed" : "";
}

}  // namespace

std::pair<EnergyEntry, std::string> parse_energy_entry(const EnergyKey& key,
                                                       const std::string& text) {
  EnergyEntry entry;
  entry.key = key.name;
  entry.unit = key.unit;
  const std::vector<std::string> part = fields(text, 4);
  const std::string fault = read_fields(part, entry);
  entry.source = part.back();
  return {entry, fault};
}

}  // namespace drnn
