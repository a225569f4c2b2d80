#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/config/declarations.hpp"
#include "model/config/value_text.hpp"

namespace drnn::declare {

/// What a declaration says of its parameter besides name, unit and range.
struct Note {
  const char* help;
  Tag tag;
  const char* source;
};

inline std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  return text;
}

/// integer() for the members of one type: what it makes is compiled once for all of them.
template <class Member>
Declaration integer_member(const char* name, Member& (*access)(Parameters&), std::int64_t low,
                           std::int64_t high, const char* unit, Note note) {
  Declaration d{name,      unit,     number_text(low) + " to " + number_text(high),
                note.help, note.tag, note.source,
                {},        {}};
  d.set = [=](Parameters& p, const std::string& text) {
    const auto value = parse_number<std::int64_t>(text);
    if (!value || *value < low || *value > high) return false;
    access(p) = static_cast<Member>(*value);
    return true;
  };
  d.get = [=](const Parameters& p) {
    return number_text(static_cast<std::int64_t>(access(const_cast<Parameters&>(p))));
  };
  return d;
}

/// access: (Parameters&) -> reference to an integer member; captures nothing.
template <class Access>
Declaration integer(const char* name, Access access, std::int64_t low, std::int64_t high,
                    const char* unit, Note note) {
  return integer_member(name, +access, low, high, unit, note);
}

/// A number with one digit behind the point, kept as a count of tenths.
template <class Access>
Declaration tenths(const char* name, Access access, std::int64_t low, std::int64_t high,
                   const char* unit, Note note) {
  Declaration d{name,      unit,     number_text(low) + " to " + number_text(high) + ", in tenths",
                note.help, note.tag, note.source,
                {},        {}};
  d.set = [=](Parameters& p, const std::string& text) {
    const auto value = parse_number<double>(text);
    if (!value || !(*value >= static_cast<double>(low) && *value <= static_cast<double>(high)))
      return false;
    const double count = std::round(*value * 10);
    if (count / 10 != *value) return false;
    access(p) = static_cast<int>(count);
    return true;
  };
  d.get = [=](const Parameters& p) {
    return number_text(access(const_cast<Parameters&>(p)) / 10.0);
  };
  return d;
}

/// A threshold in real units; that it fits the activation format is checked once that is known.
template <class Access>
Declaration threshold(const char* name, Access access, Note note) {
  Declaration d{name,
                "activation units",
                "0 to below the activation format's maximum",
                note.help,
                note.tag,
                note.source,
                {},
                {}};
  d.set = [=](Parameters& p, const std::string& text) {
    const auto value = parse_number<double>(text);
    if (!value || !std::isfinite(*value) || *value < 0) return false;
    access(p) = *value == 0 ? 0.0 : *value;  // no negative zero
    return true;
  };
  d.get = [=](const Parameters& p) { return number_text(access(const_cast<Parameters&>(p))); };
  return d;
}

template <class Access, class Value>
Declaration choice(const char* name, Access access,
                   const std::vector<std::pair<std::string, Value>>& values, Note note) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(value.first);
  Declaration d{name, "", joined(names), note.help, note.tag, note.source, {}, {}};
  d.set = [=](Parameters& p, const std::string& text) {
    for (const auto& [known, value] : values) {
      if (known != text) continue;
      access(p) = value;
      return true;
    }
    return false;
  };
  d.get = [=](const Parameters& p) {
    for (const auto& [known, value] : values)
      if (value == access(const_cast<Parameters&>(p))) return known;
    return std::string();
  };
  return d;
}

template <class Access>
Declaration boolean(const char* name, Access access, Note note) {
  return choice<Access, bool>(name, access, {{"true", true}, {"false", false}}, note);
}

}  // namespace drnn::declare
