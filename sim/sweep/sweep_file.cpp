#include "sim/sweep/sweep_file.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "model/config/errors.hpp"
#include "model/config/ini_file.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) throw InputError(path + ": cannot be read as a sweep");
  return text;
}

/// What either form of file collects.
class Collected {
 public:
  explicit Collected(const std::string& path) : path_(path) {}

  void set(const std::string& key, const std::string& value) {
    file_.assignments.push_back(key + "=" + value);
  }
  void vary(Axis axis) { axes_.push_back(std::move(axis)); }
  void point(std::vector<Axis> point) { points_.push_back(std::move(point)); }

  /// Of the section `sweep`.
  void option(const std::string& key, const std::string& value) {
    if (key == "preset") {
      file_.preset = value;
    } else if (key == "reference" && value == "theta0") {
      file_.reference_theta0 = true;
    } else {
      fail("'" + key + " = " + value + "'; allowed: preset = NAME, reference = theta0");
    }
  }

  SweepFile finish() {
    if (axes_.empty() == points_.empty()) fail("needs either axes to vary or points, not both");
    try {
      file_.grid = points_.empty() ? Grid::full(axes_) : Grid::listed(points_);
    } catch (const InputError& error) {
      fail(error.what());
    }
    return file_;
  }

  [[noreturn]] void fail(const std::string& reason) const {
    throw InputError(path_ + ": " + reason);
  }

 private:
  const std::string path_;
  SweepFile file_;
  std::vector<Axis> axes_;
  std::vector<std::vector<Axis>> points_;
};

void add_entry(Collected& sweep, const IniEntry& entry, const std::string& where) {
  const std::size_t dot = entry.key.find('.');
  const std::string section = entry.key.substr(0, dot);
  const std::string key = dot == std::string::npos ? "" : entry.key.substr(dot + 1);
  if (section == "sweep")
    sweep.option(key, entry.value);
  else if (section == "set")
    sweep.set(key, entry.value);
  else if (section == "vary")
    sweep.vary({key, expand_values(entry.value, where)});
  else if (section == "points")
    sweep.point(parse_point(entry.value, where));
  else
    sweep.fail("'" + entry.key + "'; allowed sections: sweep, set, vary, points");
}

SweepFile read_ini_sweep(const std::string& text, const std::string& path) {
  const IniFile ini = read_ini(text, path);
  if (!ini.faults.empty()) throw InputError(ini.faults.front());
  Collected sweep(path);
  for (const IniEntry& entry : ini.entries)
    add_entry(sweep, entry, path + ":" + std::to_string(entry.line));
  return sweep.finish();
}

std::string value_text(const Json& value, const std::string& where) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  throw InputError(where + ": " + value.dump() + " must be a number, a truth or a string");
}

Axis json_axis(const std::string& key, const Json& values, const std::string& where) {
  if (values.is_string()) return {key, expand_values(values.get<std::string>(), where)};
  if (!values.is_array() || values.empty())
    throw InputError(where + ": must be a list of values, or a string with a range lo:hi:step");
  Axis axis{key, {}};
  for (const Json& value : values) axis.values.push_back(value_text(value, where));
  return axis;
}

std::vector<Axis> json_point(const Json& json, const std::string& where) {
  if (!json.is_object()) throw InputError(where + ": must be an object of keys and values");
  std::vector<Axis> point;
  for (const auto& [key, value] : json.items())
    point.push_back({key, {value_text(value, where + " " + key)}});
  return point;
}

void add_member(Collected& sweep, const std::string& name, const Json& value,
                const std::string& where) {
  const bool object = name == "set" || name == "vary";
  if (object ? !value.is_object() : name == "points" && !value.is_array())
    throw InputError(where + ": must be " + (object ? "an object" : "a list"));
  if (name == "set") {
    for (const auto& [key, v] : value.items()) sweep.set(key, value_text(v, where + " " + key));
  } else if (name == "vary") {
    for (const auto& [key, v] : value.items()) sweep.vary(json_axis(key, v, where + " " + key));
  } else if (name == "points") {
    for (const Json& point : value) sweep.point(json_point(point, where));
  } else {
    sweep.option(name, value_text(value, where));
  }
}

/// Refuses a key that stands twice, of which the parser would keep one.
Json parse_json(const std::string& text, const std::string& path) {
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second)
      throw InputError(path + ": key '" + parsed.get<std::string>() + "' stands twice");
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::exception& error) {
    throw InputError(path + ": " + error.what());
  }
}

SweepFile read_json_sweep(const std::string& text, const std::string& path) {
  const Json json = parse_json(text, path);
  Collected sweep(path);
  if (!json.is_object()) sweep.fail("must be an object");
  for (const auto& [name, value] : json.items()) add_member(sweep, name, value, path + ": " + name);
  return sweep.finish();
}

bool is_json(const std::string& path) {
  return path.size() > 5 && path.compare(path.size() - 5, 5, ".json") == 0;
}

}  // namespace

SweepFile read_sweep_file(const std::string& path) {
  const std::string text = read_text(path);
  return is_json(path) ? read_json_sweep(text, path) : read_ini_sweep(text, path);
}

}  // namespace drnn
