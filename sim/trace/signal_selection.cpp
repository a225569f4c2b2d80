#include "sim/trace/signal_selection.hpp"

#include <algorithm>

#include "model/config/errors.hpp"
#include "sim/trace/names.hpp"

namespace drnn {

namespace {

/// Applies `check` to a hierarchical name from each of its components on.
template <class Check>
bool any_suffix(std::string_view name, const Check& check) {
  while (!check(name)) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return false;
    name.remove_prefix(dot + 1);
  }
  return true;
}

/// Whether the pattern names the signal or a scope above it.
bool selects(std::string_view pattern, std::string_view full_name) {
  const auto matches = [&](std::string_view name) { return glob_matches(pattern, name); };
  while (!any_suffix(full_name, matches)) {
    const std::size_t dot = full_name.rfind('.');
    if (dot == std::string_view::npos) return false;
    full_name = full_name.substr(0, dot);
  }
  return true;
}

std::string listed(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

[[noreturn]] void refuse_pattern(const SignalTable& table, const std::string& pattern) {
  std::vector<std::string> scopes;
  for (const SignalTable::Entry& entry : table.entries()) scopes.push_back(entry.scope);
  throw InputError("--vcd-scope: '" + pattern + "' matches no signal; the scopes are " +
                   listed(std::move(scopes)));
}

/// Calls `take` with the event's name within the scope, the signal and the value.
template <class Take>
void for_each_event(const SignalTable& table, const Take& take) {
  for (std::size_t i = 0; i < table.entries().size(); ++i) {
    const SignalTable::Entry& entry = table.entries()[i];
    if (entry.kind == Signal::Kind::flag) take(entry, entry.name, SignalEvent{i, 1});
    for (const std::uint8_t code : entry.codes)
      take(entry, table.state_names()[code], SignalEvent{i, code});
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, behind_star = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      behind_star = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++behind_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::vector<std::size_t> select_signals(const SignalTable& table,
                                        const std::vector<std::string>& patterns) {
  std::vector<bool> selected(table.entries().size(), false);
  for (std::size_t i = 0; i < selected.size(); ++i)
    selected[i] = patterns.empty() && !table.entries()[i].detail;
  for (const std::string& pattern : patterns) {
    bool found = false;
    for (std::size_t i = 0; i < selected.size(); ++i) {
      if (!selects(pattern, table.entries()[i].full_name())) continue;
      found = selected[i] = true;
    }
    if (!found) refuse_pattern(table, pattern);
  }
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < selected.size(); ++i)
    if (selected[i]) result.push_back(i);
  return result;
}

std::vector<SignalEvent> find_events(const SignalTable& table, const std::string& name) {
  std::vector<SignalEvent> result;
  std::vector<std::string> known;
  for_each_event(table, [&](const SignalTable::Entry& entry, const std::string& event,
                            const SignalEvent& signal) {
    const auto equals = [&](std::string_view candidate) { return candidate == name; };
    if (any_suffix(entry.scope + "." + event, equals)) result.push_back(signal);
    known.push_back(last_component(entry.scope) + "." + event);
  });
  if (result.empty())
    throw InputError("--vcd-trigger: unknown event '" + name + "'; known are " +
                     listed(std::move(known)));
  return result;
}

}  // namespace drnn
