#include "sim/report/sweep_result.hpp"

#include <algorithm>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"
#include "sim/sweep/point_order.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "1";

/// Axes with a key and values, as Grid::to_json() writes them.
bool is_grid(const Json& grid) {
  if (!grid.is_object() || !grid.contains("axes") || !grid.contains("list")) return false;
  const Json& axes = grid["axes"];
  return axes.is_array() && !axes.empty() && std::all_of(axes.begin(), axes.end(), [](auto& axis) {
           return axis.is_object() && axis.contains("key") && axis["key"].is_string() &&
                  axis.contains("values") && axis["values"].is_array();
         });
}

std::uint64_t grid_size(const Json& grid) {
  if (grid["list"].is_array()) return grid["list"].size() / grid["axes"].size();
  std::uint64_t size = 1;
  for (const Json& axis : grid["axes"]) size *= axis["values"].size();
  return size;
}

/// "2/8"; nothing for a whole sweep.
std::optional<PositionRange> shard_of(const SweepMeta& meta, std::uint64_t points) {
  for (const auto& [name, text] : meta) {
    if (name != "shard") continue;
    const std::size_t slash = std::min(text.find('/'), text.size() - 1);
    const auto index = parse_number<std::uint64_t>(text.substr(0, slash));
    const auto count = parse_number<std::uint64_t>(text.substr(slash + 1));
    if (index && count && *index >= 1 && *index <= *count)
      return shard_range(points, *index, *count);
  }
  return std::nullopt;
}

}  // namespace

SweepResult::SweepResult(const std::string& path) : database_(path, Sqlite::Mode::existing) {
  // One state of the database for all that follows.
  database_.execute("BEGIN");
  check_tables();
  meta_ = read_meta(database_);
  read();
}

void SweepResult::check_tables() {
  for (const char* table : {"meta", "points", "host"})
    if (!database_.has_table(table))
      throw InputError(database_.path() + ": is no database of a sweep: it has no table " + table);
}

const std::string& SweepResult::entry(const std::string& name) const {
  for (const auto& [key, value] : meta_)
    if (key == name) return value;
  throw InputError(database_.path() + ": is no database of a sweep: its meta has no " + name);
}

void SweepResult::read() {
  if (entry("schema") != kSchema)
    throw InputError(database_.path() + ": has schema " + entry("schema") +
                     "; allowed: " + kSchema);
  grid_ = Json::parse(entry("grid"), nullptr, false);
  if (!is_grid(grid_)) throw InputError(database_.path() + ": its meta has no grid of axes");
  recorded_ = static_cast<std::uint64_t>(database_.integer("SELECT count(*) FROM points"));
  done_ = static_cast<std::uint64_t>(
      database_.integer("SELECT count(*) FROM points WHERE status = 'done'"));
  if (done_ == 0)
    throw InputError(database_.path() + ": none of its " + std::to_string(recorded_) +
                     " points is done; there is nothing to report");
}

std::vector<std::string> SweepResult::axes() const {
  std::vector<std::string> keys;
  for (const Json& axis : grid_["axes"]) keys.push_back(axis["key"].get<std::string>());
  return keys;
}

std::uint64_t SweepResult::expected() const {
  const std::uint64_t points = grid_size(grid_);
  const auto shard = shard_of(meta_, points);
  return shard ? shard->end - shard->begin : points;
}

}  // namespace drnn
