#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace drnn {

class SqliteStatement;

/// A connection to an SQLite database. What fails throws InputError with the file and the reason:
/// no room, no permission, no database, in use.
class Sqlite {
 public:
  enum class Mode { existing, create };

  Sqlite(const std::string& path, Mode mode);
  ~Sqlite();
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  void execute(const std::string& sql);
  bool has_table(const std::string& name);
  std::int64_t integer(const std::string& sql);
  const std::string& path() const { return path_; }

  [[noreturn]] void fail() const;

 private:
  friend class SqliteStatement;
  const std::string path_;
  sqlite3* handle_ = nullptr;
};

/// A prepared statement. Parameters count from 1, columns from 0.
class SqliteStatement {
 public:
  SqliteStatement(Sqlite& database, const std::string& sql);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  /// null, truths (0 and 1), numbers and strings.
  void bind(int index, const nlohmann::ordered_json& value);
  void bind(int index, std::uint64_t value);
  void bind(int index, const std::string& value);

  /// Whether there is another row.
  bool step();
  /// For the next execution.
  void reset();

  int columns() const { return sqlite3_column_count(handle_); }
  std::string name(int column) const { return sqlite3_column_name(handle_, column); }
  /// SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT or SQLITE_NULL.
  int type(int column) const { return sqlite3_column_type(handle_, column); }
  std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
  double real(int column) const { return sqlite3_column_double(handle_, column); }
  std::string text(int column) const;

 private:
  void check(int result) const;

  Sqlite& database_;
  sqlite3_stmt* handle_ = nullptr;
};

/// Begins a transaction; what is not committed is rolled back.
class SqliteTransaction {
 public:
  explicit SqliteTransaction(Sqlite& database);
  ~SqliteTransaction();
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  void commit();

 private:
  Sqlite& database_;
  bool open_ = true;
};

/// The name in double quotes, as SQL takes any name.
std::string quoted(const std::string& name);

}  // namespace drnn
