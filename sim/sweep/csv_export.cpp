#include "sim/sweep/csv_export.hpp"

#include <string>

#include "model/config/value_text.hpp"

namespace drnn {

namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return quoted(text);
}

std::string value(const SqliteStatement& row, int column) {
  switch (row.type(column)) {
    case SQLITE_INTEGER:
      return std::to_string(row.integer(column));
    case SQLITE_FLOAT:
      return number_text(row.real(column));
    case SQLITE_NULL:
      return "";
    default:
      return field(row.text(column));
  }
}

}  // namespace

void write_csv(std::ostream& out, Sqlite& database) {
  SqliteStatement rows(database, "SELECT * FROM points ORDER BY point");
  for (int i = 0; i < rows.columns(); ++i) out << (i == 0 ? "" : ",") << field(rows.name(i));
  out << "\n";
  while (rows.step()) {
    for (int i = 0; i < rows.columns(); ++i) out << (i == 0 ? "" : ",") << value(rows, i);
    out << "\n";
  }
}

}  // namespace drnn
