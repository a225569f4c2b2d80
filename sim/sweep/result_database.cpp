#include "sim/sweep/result_database.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "sim/sweep/result_columns.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

constexpr std::chrono::milliseconds kTransaction{250};

std::string listed(const Strings& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
  return text;
}

const std::string& existing_or_new(const std::string& path, bool resume) {
  if (!resume && std::filesystem::exists(path))
    throw InputError(path + " exists; --resume continues it, or name another with --db");
  return path;
}

bool is_host(const std::string& key) {
  return key.compare(0, 5, "host.") == 0;
}

}  // namespace

std::string create_table(const std::string& name, const Strings& columns) {
  // As SQLite itself writes it when a column is added, so that the text tells no history.
  std::string sql = "CREATE TABLE " + name + "(point INTEGER PRIMARY KEY";
  for (std::size_t i = 1; i < columns.size(); ++i) sql += ", " + quoted(columns[i]);
  return sql + ")";
}

Strings table_columns(Sqlite& database, const std::string& table) {
  const SqliteStatement query(database, "SELECT * FROM " + quoted(table) + " LIMIT 0");
  Strings names;
  for (int i = 0; i < query.columns(); ++i) names.push_back(query.name(i));
  return names;
}

void order_columns(Sqlite& database) {
  const Strings columns = table_columns(database, "points");
  const Strings ordered = in_column_order(columns);
  if (columns == ordered) return;
  SqliteTransaction transaction(database);
  database.execute("ALTER TABLE points RENAME TO points_unordered");
  database.execute(create_table("points", ordered));
  database.execute("INSERT INTO points SELECT " + listed(ordered) +
                   " FROM points_unordered ORDER BY point");
  database.execute("DROP TABLE points_unordered");
  transaction.commit();
  database.execute("VACUUM");
}

SweepMeta read_meta(Sqlite& database) {
  SweepMeta meta;
  SqliteStatement query(database, "SELECT name, value FROM meta ORDER BY rowid");
  while (query.step()) meta.emplace_back(query.text(0), query.text(1));
  return meta;
}

void write_meta(Sqlite& database, const SweepMeta& meta) {
  database.execute("CREATE TABLE meta(name TEXT, value TEXT)");
  SqliteStatement insert(database, "INSERT INTO meta VALUES(?, ?)");
  for (const auto& [name, value] : meta) {
    insert.bind(1, name);
    insert.bind(2, value);
    insert.step();
    insert.reset();
  }
}

ResultDatabase::ResultDatabase(const std::string& path, const SweepMeta& meta, bool resume)
    : database_(existing_or_new(path, resume), Sqlite::Mode::create) {
  database_.execute("PRAGMA locking_mode = EXCLUSIVE");
  database_.execute("PRAGMA synchronous = NORMAL");
  database_.execute("BEGIN IMMEDIATE; COMMIT");
  // A database without tables is what remains of a sweep that was stopped as it began.
  if (database_.integer("SELECT count(*) FROM sqlite_master") == 0)
    create(meta);
  else
    check(meta);
  read_columns(points_);
  read_columns(host_);
  known_ = std::make_unique<SqliteStatement>(database_, "SELECT 1 FROM points WHERE point = ?");
}

ResultDatabase::~ResultDatabase() = default;

void ResultDatabase::create(const SweepMeta& meta) {
  SqliteTransaction transaction(database_);
  write_meta(database_, meta);
  database_.execute(create_table("points", {"point", "status", "message"}));
  database_.execute(create_table("host", {"point"}));
  transaction.commit();
}

void ResultDatabase::check(const SweepMeta& meta) {
  for (const char* table : {"meta", "points", "host"})
    if (!database_.has_table(table))
      throw InputError(database_.path() + ": is no database of a sweep: it has no table " + table);
  const SweepMeta there = read_meta(database_);
  for (const auto& entry : meta)
    if (std::find(there.begin(), there.end(), entry) == there.end())
      throw InputError(database_.path() + ": is of another sweep: its " + entry.first +
                       " differs; --resume continues the same sweep only");
  const auto asked = [&](const std::string& name) {
    return std::any_of(meta.begin(), meta.end(),
                       [&](const auto& entry) { return entry.first == name; });
  };
  for (const auto& [name, value] : there)
    if (!asked(name))
      throw InputError(database_.path() + ": is of this sweep with " + name + " " + value +
                       "; --resume needs the same --" + name);
}

void ResultDatabase::read_columns(Table& table) {
  const Strings names = table_columns(database_, table.name);
  table.columns.insert(names.begin(), names.end());
}

bool ResultDatabase::has(std::uint64_t point) {
  known_->bind(1, point);
  const bool found = known_->step();
  known_->reset();
  return found;
}

void ResultDatabase::add_columns(Table& table, const Strings& names) {
  Strings added;
  for (const std::string& name : in_column_order(names))
    if (table.columns.insert(name).second) added.push_back(name);
  if (added.empty()) return;
  // One by one takes time by the square of the columns.
  if (database_.integer("SELECT count(*) FROM " + table.name) == 0) {
    Strings all = table_columns(database_, table.name);
    all.insert(all.end(), added.begin(), added.end());
    database_.execute("DROP TABLE " + table.name);
    database_.execute(create_table(table.name, all));
    return;
  }
  for (const std::string& name : added)
    database_.execute("ALTER TABLE " + table.name + " ADD COLUMN " + quoted(name));
}

void ResultDatabase::prepare(Table& table, const Strings& keys) {
  add_columns(table, keys);
  std::string places = "?";
  for (std::size_t i = 1; i < keys.size(); ++i) places += ", ?";
  table.insert = std::make_unique<SqliteStatement>(
      database_, "INSERT INTO " + table.name + "(" + listed(keys) + ") VALUES(" + places + ")");
  table.filled = keys;
}

void ResultDatabase::insert(Table& table, const Json& row, bool host) {
  std::vector<const Json::object_t::value_type*> entries;
  for (const auto& entry : row.get_ref<const Json::object_t&>())
    if (is_host(entry.first) == host || entry.first == "point") entries.push_back(&entry);
  const auto has_key = [](const std::string& key, const auto* entry) {
    return key == entry->first;
  };
  const Strings& filled = table.filled;
  if (!std::equal(filled.begin(), filled.end(), entries.begin(), entries.end(), has_key)) {
    Strings keys;
    for (const auto* entry : entries) keys.push_back(entry->first);
    prepare(table, keys);
  }
  int index = 0;
  for (const auto* entry : entries) table.insert->bind(++index, entry->second);
  table.insert->step();
  table.insert->reset();
}

void ResultDatabase::add(const Json& row) {
  if (!transaction_) {
    transaction_ = std::make_unique<SqliteTransaction>(database_);
    begun_ = std::chrono::steady_clock::now();
  }
  insert(points_, row, false);
  insert(host_, row, true);
  if (std::chrono::steady_clock::now() - begun_ > kTransaction) commit();
}

void ResultDatabase::commit() {
  if (!transaction_) return;
  transaction_->commit();
  transaction_.reset();
}

void ResultDatabase::finish() {
  commit();
  order_columns(database_);
}

std::uint64_t ResultDatabase::count() {
  return static_cast<std::uint64_t>(database_.integer("SELECT count(*) FROM points"));
}

std::uint64_t ResultDatabase::count_failed() {
  return static_cast<std::uint64_t>(
      database_.integer("SELECT count(*) FROM points WHERE status NOT IN ('done', 'excluded')"));
}

}  // namespace drnn
