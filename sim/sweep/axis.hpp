#pragma once

#include <string>
#include <vector>

namespace drnn {

/// One parameter with the values that a sweep gives it.
struct Axis {
  std::string key;
  std::vector<std::string> values;
};

/// The values of "a,b,c", where an item may also be a range lo:hi:step that includes its ends, hi
/// only where a step falls on it. Ranges count in decimal digits, so that 0:1:0.1 has eleven
/// values and 0.3 is one of them. Throws InputError, beginning with `where`.
std::vector<std::string> expand_values(const std::string& text, const std::string& where);

/// "key=a,b,lo:hi:step".
Axis parse_axis(const std::string& text, const std::string& where);

/// "key=value,key=value": one point of a list, an axis of one value each.
std::vector<Axis> parse_point(const std::string& text, const std::string& where);

}  // namespace drnn
