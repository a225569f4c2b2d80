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

/// access: (Parameters&) -> reference to an integer member.
template <class Access>
Declaration integer(const char* name, Access access, std::int64_t low, std::int64_t high,
                    const char* unit, Note note) {
  using Member = std::decay_t<decltype(access(std::declval<Parameters&>()))>;
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
