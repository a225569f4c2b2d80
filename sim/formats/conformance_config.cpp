#include "sim/formats/conformance_config.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/config/errors.hpp"
#include "sim/formats/conformance_text.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kRequired{"num_pe", "layer_sizes", "thx_q8_8", "thh_q8_8", "steps"};
const std::vector<std::string> kOptional{"stim", "params"};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Without one pair of double quotes around it.
std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

/// The rows key,value of a configuration.
class Entries {
 public:
  explicit Entries(const fs::path& file) : file_(file) {
    const std::vector<std::string> lines = read_lines(file);
    if (lines.empty() || trim(lines[0]) != "key,value")
      fail_at(file, 1,
              "header '" + (lines.empty() ? "" : printable(lines[0])) + "'; allowed: key,value");
    for (std::size_t i = 1; i < lines.size(); ++i)
      if (!trim(lines[i]).empty()) add(lines[i], i + 1);
    for (const std::string& key : kRequired)
      if (rows_.count(key) == 0) throw InputError(file.string() + ": no row '" + key + "'");
  }

  bool has(const std::string& key) const { return rows_.count(key) > 0; }
  const std::string& text(const std::string& key) const { return rows_.at(key).value; }

  std::int64_t number(const std::string& key, std::int64_t low, std::int64_t high) const {
    return parsed(key, text(key), low, high);
  }

  std::vector<int> numbers(const std::string& key) const {
    std::vector<int> result;
    for (const std::string_view word : split(text(key), ' '))
      if (!trim(word).empty())
        result.push_back(static_cast<int>(parsed(key, trim(word), 1, kEdgeMaxLayerSize)));
    return result;
  }

  [[noreturn]] void fail(const std::string& key, const std::string& reason) const {
    fail_at(file_, rows_.at(key).line, key + ": " + reason);
  }

 private:
  struct Row {
    std::size_t line;
    std::string value;
  };

  void add(const std::string& line, std::size_t number) {
    const std::size_t comma = std::min(line.find(','), line.size());
    const std::string key(trim(std::string_view(line).substr(0, comma)));
    if (!contains(kRequired, key) && !contains(kOptional, key))
      fail_at(file_, number,
              "key '" + printable(key) + "'; allowed: " + "num_pe, layer_sizes, thx_q8_8, " +
                  "thh_q8_8, steps, stim, params");
    if (comma == line.size()) fail_at(file_, number, key + " has no value; allowed: key,value");
    const std::string_view value = trim(std::string_view(line).substr(comma + 1));
    if (!rows_.emplace(key, Row{number, std::string(unquoted(value))}).second)
      fail_at(file_, number, key + " is also in line " + std::to_string(rows_.at(key).line));
  }

  std::int64_t parsed(const std::string& key, std::string_view text, std::int64_t low,
                      std::int64_t high) const {
    const auto value = parse_integer(text);
    if (value && *value >= low && *value <= high) return *value;
    fail(key, "'" + printable(text) + "'; allowed: whole numbers from " + std::to_string(low) +
                  " to " + std::to_string(high));
  }

  const fs::path file_;
  std::map<std::string, Row> rows_;
};

fs::path file_of(const Entries& entries, const std::string& key, const fs::path& otherwise) {
  if (!entries.has(key)) return otherwise;
  const fs::path name = entries.text(key);
  if (name.empty() || name != name.filename())
    entries.fail(key,
                 "'" + printable(name.string()) + "'; allowed: the name of a file beside this");
  return otherwise.parent_path() / name;
}

}  // namespace

ConformanceFiles read_conformance_config(const fs::path& config, ConformanceCase& c) {
  const Entries entries(config);
  constexpr std::int64_t kMaxTheta = std::numeric_limits<std::int16_t>::max();
  constexpr std::int64_t kMaxSteps = 100'000'000;
  c.num_pe = static_cast<int>(entries.number("num_pe", 1, kEdgeMaxLayerSize));
  if (const auto fault = edge_num_pe_fault(c.num_pe)) entries.fail("num_pe", *fault);
  c.sizes = entries.numbers("layer_sizes");
  if (!c.sizes.empty()) c.sizes[0] = edge_padded(c.sizes[0], c.num_pe);
  if (const auto fault = edge_shape_fault(c.sizes, c.num_pe)) entries.fail("layer_sizes", *fault);
  c.theta_x = static_cast<std::uint32_t>(entries.number("thx_q8_8", 0, kMaxTheta));
  c.theta_h = static_cast<std::uint32_t>(entries.number("thh_q8_8", 0, kMaxTheta));
  c.steps = static_cast<std::size_t>(entries.number("steps", 1, kMaxSteps));
  const fs::path folder = config.parent_path();
  return {file_of(entries, "stim", folder / (c.name + "_stim.hex")),
          file_of(entries, "params", folder / (c.name + "_params.hex"))};
}

}  // namespace drnn
