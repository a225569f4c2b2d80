#include "sim/sweep/sqlite.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"

namespace drnn {

Sqlite::Sqlite(const std::string& path, Mode mode) : path_(path) {
  const int create = mode == Mode::create ? SQLITE_OPEN_CREATE : 0;
  const int result = sqlite3_open_v2(path.c_str(), &handle_,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, nullptr);
  if (result == SQLITE_OK) return;
  const std::string reason = sqlite3_errmsg(handle_);
  sqlite3_close(handle_);
  throw InputError(path + ": " + reason);
}

Sqlite::~Sqlite() {
  sqlite3_close(handle_);
}

void Sqlite::fail() const {
  throw InputError(path_ + ": " + sqlite3_errmsg(handle_));
}

void Sqlite::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

bool Sqlite::has_table(const std::string& name) {
  SqliteStatement query(*this, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
  query.bind(1, name);
  return query.step();
}

std::int64_t Sqlite::integer(const std::string& sql) {
  SqliteStatement query(*this, sql);
  return query.step() ? query.integer(0) : 0;
}

SqliteStatement::SqliteStatement(Sqlite& database, const std::string& sql) : database_(database) {
  check(sqlite3_prepare_v2(database.handle_, sql.c_str(), -1, &handle_, nullptr));
}

SqliteStatement::~SqliteStatement() {
  sqlite3_finalize(handle_);
}

void SqliteStatement::check(int result) const {
  if (result != SQLITE_OK) database_.fail();
}

void SqliteStatement::bind(int index, const nlohmann::ordered_json& value) {
  if (value.is_null())
    check(sqlite3_bind_null(handle_, index));
  else if (value.is_boolean())
    check(sqlite3_bind_int(handle_, index, value.get<bool>() ? 1 : 0));
  else if (value.is_number_float())
    check(sqlite3_bind_double(handle_, index, value.get<double>()));
  else if (value.is_number_integer())
    check(sqlite3_bind_int64(handle_, index, value.get<std::int64_t>()));
  else
    bind(index, value.is_string() ? value.get<std::string>() : value.dump());
}

void SqliteStatement::bind(int index, std::uint64_t value) {
  check(sqlite3_bind_int64(handle_, index, static_cast<std::int64_t>(value)));
}

void SqliteStatement::bind(int index, const std::string& value) {
  check(sqlite3_bind_text(handle_, index, value.c_str(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT));
}

bool SqliteStatement::step() {
  const int result = sqlite3_step(handle_);
  if (result != SQLITE_ROW && result != SQLITE_DONE) database_.fail();
  return result == SQLITE_ROW;
}

void SqliteStatement::reset() {
  sqlite3_reset(handle_);
}

std::string SqliteStatement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(handle_, column);
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

SqliteTransaction::SqliteTransaction(Sqlite& database) : database_(database) {
  database_.execute("BEGIN");
}

SqliteTransaction::~SqliteTransaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const InputError&) {
    // SQLite has rolled back by itself, as it does where the disk is full.
  }
}

void SqliteTransaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + "\"";
}

}  // namespace drnn
