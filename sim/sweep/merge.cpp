#include "sim/sweep/merge.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "sim/sweep/point_order.hpp"
#include "sim/sweep/result_columns.hpp"
#include "sim/sweep/result_database.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

/// A shard's database, as far as it is needed to find out whether it belongs to the others.
struct Part {
  std::string path;
  SweepMeta meta;  ///< without the shard
  std::uint64_t index = 0, count = 0;
  Strings columns;
};

Part read_part(const std::string& path) {
  Sqlite database(path, Sqlite::Mode::existing);
  for (const char* table : {"meta", "points", "host"})
    if (!database.has_table(table))
      throw InputError(path + ": is no database of a sweep: it has no table " + table);
  Part part{path, read_meta(database), 0, 0, table_columns(database, "points")};
  const auto shard = std::find_if(part.meta.begin(), part.meta.end(),
                                  [](const auto& entry) { return entry.first == "shard"; });
  if (shard == part.meta.end()) throw InputError(path + ": is of a whole sweep, not of a shard");
  const std::size_t slash = shard->second.find('/');
  part.index = std::stoull(shard->second.substr(0, slash));
  part.count = std::stoull(shard->second.substr(slash + 1));
  part.meta.erase(shard);
  return part;
}

const std::string& value_of(const SweepMeta& meta, const std::string& name) {
  return std::find_if(meta.begin(), meta.end(),
                      [&](const auto& entry) { return entry.first == name; })
      ->second;
}

/// Points of the whole grid, of what meta tells.
std::uint64_t grid_points(const SweepMeta& meta) {
  const Json grid = Json::parse(value_of(meta, "grid"));
  if (!grid["list"].is_null()) return grid["list"].size() / grid["axes"].size();
  std::uint64_t points = 1;
  for (const Json& axis : grid["axes"]) points *= axis["values"].size();
  return points;
}

void check_part(const Part& part, std::uint64_t points) {
  Sqlite database(part.path, Sqlite::Mode::existing);
  const PositionRange range = shard_range(points, part.index, part.count);
  const auto held = static_cast<std::uint64_t>(database.integer("SELECT count(*) FROM points"));
  if (held == range.end - range.begin) return;
  throw InputError(part.path + ": holds " + std::to_string(held) + " of " +
                   std::to_string(range.end - range.begin) +
                   " points; finish the shard with --resume");
}

void check_parts(const std::vector<Part>& parts) {
  std::map<std::uint64_t, std::string> seen;
  const Part& first = parts.front();
  for (const Part& part : parts) {
    if (part.meta != first.meta || part.count != first.count)
      throw InputError(part.path + ": is of another sweep than " + first.path);
    const auto [known, added] = seen.emplace(part.index, part.path);
    if (!added) throw InputError(part.path + ": is the same shard as " + known->second);
  }
  for (std::uint64_t i = 1; i <= first.count; ++i)
    if (seen.count(i) == 0)
      throw InputError("shard " + std::to_string(i) + "/" + std::to_string(first.count) +
                       " is missing");
  const std::uint64_t points = grid_points(first.meta);
  for (const Part& part : parts) check_part(part, points);
}

Strings all_columns(const std::vector<Part>& parts) {
  Strings columns;
  for (const Part& part : parts)
    columns.insert(columns.end(), part.columns.begin(), part.columns.end());
  columns = in_column_order(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

std::string names(const Strings& columns) {
  std::string text;
  for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + quoted(column);
  return text;
}

void attach(Sqlite& database, const std::string& path) {
  SqliteStatement attach(database, "ATTACH ? AS part");
  attach.bind(1, path);
  attach.step();
}

void copy_rows(Sqlite& database, const std::string& table) {
  Strings columns;
  SqliteStatement query(database, "SELECT * FROM part." + table + " LIMIT 0");
  for (int i = 0; i < query.columns(); ++i) columns.push_back(query.name(i));
  const std::string list = names(columns);
  database.execute("INSERT INTO main." + table + "(" + list + ") SELECT " + list + " FROM part." +
                   table);
}

void fill(Sqlite& database, const std::vector<Part>& parts) {
  write_meta(database, parts.front().meta);
  database.execute(create_table("points", all_columns(parts)));
  for (const Part& part : parts) {
    attach(database, part.path);
    if (!database.has_table("host"))
      database.execute(create_table("host", {"point", "host.cycles_per_s", "host.wall_s"}));
    copy_rows(database, "points");
    copy_rows(database, "host");
    database.execute("DETACH part");
  }
}

/// The database under another name until it is complete.
class PartialDatabase {
 public:
  explicit PartialDatabase(const std::string& path) : path_(path), partial_(path + ".partial") {
    if (std::filesystem::exists(path)) throw InputError(path + " exists");
    std::filesystem::remove(partial_);
  }
  ~PartialDatabase() {
    std::error_code ignored;
    std::filesystem::remove(partial_, ignored);
  }
  const std::string& name() const { return partial_; }
  void commit() { std::filesystem::rename(partial_, path_); }

 private:
  const std::string path_, partial_;
};

}  // namespace

void merge_databases(const std::string& path, const Strings& paths) {
  std::vector<Part> parts;
  for (const std::string& part : paths) parts.push_back(read_part(part));
  check_parts(parts);
  PartialDatabase partial(path);
  {
    Sqlite database(partial.name(), Sqlite::Mode::create);
    // Nothing is lost if this does not end: the parts are there.
    database.execute("PRAGMA journal_mode = OFF");
    database.execute("PRAGMA synchronous = OFF");
    fill(database, parts);
  }
  partial.commit();
}

}  // namespace drnn
