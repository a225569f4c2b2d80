#include "sim/report/point_columns.hpp"

#include <algorithm>

#include "sim/sweep/result_columns.hpp"
#include "sim/sweep/result_database.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

/// SQLite takes 2000 results of a query.
constexpr std::size_t kAtOnce = 400;

/// Least, greatest and how many are not null, of each column.
std::string extent_query(const Strings& names, std::size_t begin, std::size_t end) {
  std::string sql = "SELECT count(*)";
  for (std::size_t i = begin; i < end; ++i) {
    const std::string name = quoted(names[i]);
    sql += ", min(" + name + "), max(" + name + "), count(" + name + ")";
  }
  return sql + " FROM points WHERE status = 'done'";
}

void sort_out(const Strings& names, std::size_t begin, std::size_t end, Sqlite& database,
              PointColumns& columns) {
  SqliteStatement extents(database, extent_query(names, begin, end));
  if (!extents.step()) return;
  const std::int64_t points = extents.integer(0);
  for (std::size_t i = begin; i < end; ++i) {
    const int at = static_cast<int>(1 + 3 * (i - begin));
    const Json least = value_json(extents, at);
    const std::int64_t held = extents.integer(at + 2);
    if (held == 0) continue;
    // Every point has its own number, be there one or many.
    if (names[i] == "point" || held < points || least != value_json(extents, at + 1))
      columns.varying.push_back(names[i]);
    else
      columns.constants[names[i]] = least;
  }
}

}  // namespace

Json value_json(const SqliteStatement& row, int column) {
  switch (row.type(column)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return row.integer(column);
    case SQLITE_FLOAT:
      return row.real(column);
    default:
      return row.text(column);
  }
}

PointColumns point_columns(Sqlite& database) {
  Strings names = in_column_order(table_columns(database, "points"));
  const auto told_apart = [](const std::string& n) { return n == "status" || n == "message"; };
  names.erase(std::remove_if(names.begin(), names.end(), told_apart), names.end());
  PointColumns columns;
  for (std::size_t begin = 0; begin < names.size(); begin += kAtOnce)
    sort_out(names, begin, std::min(begin + kAtOnce, names.size()), database, columns);
  return columns;
}

}  // namespace drnn
