#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/sqlite.hpp"

namespace drnn::test {

inline std::string value_text(const SqliteStatement& row, int column) {
  return std::to_string(row.type(column)) + ":" + row.text(column);
}

/// A table's definition and rows in their order, types of values included: what must not depend on
/// how a sweep was run.
inline std::string table_text(Sqlite& database, const std::string& table) {
  SqliteStatement definition(database, "SELECT sql FROM sqlite_master WHERE name = ?");
  definition.bind(1, table);
  std::string text = definition.step() ? definition.text(0) + "\n" : "no table " + table + "\n";
  SqliteStatement rows(database, "SELECT * FROM " + table + " ORDER BY rowid");
  while (rows.step()) {
    for (int i = 0; i < rows.columns(); ++i) text += value_text(rows, i) + "|";
    text += "\n";
  }
  return text;
}

/// points and meta.
inline std::string database_text(const std::filesystem::path& path) {
  Sqlite database(path.string(), Sqlite::Mode::existing);
  return table_text(database, "points") + table_text(database, "meta");
}

/// The values of the first column of a query.
inline std::vector<std::string> query(const std::filesystem::path& path, const std::string& sql) {
  Sqlite database(path.string(), Sqlite::Mode::existing);
  SqliteStatement rows(database, sql);
  std::vector<std::string> values;
  while (rows.step()) values.push_back(rows.text(0));
  return values;
}

}  // namespace drnn::test
