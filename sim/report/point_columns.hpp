#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/sweep/sqlite.hpp"

namespace drnn {

/// The columns of the points that are done, apart: most are the same in all points of a sweep and
/// are told once.
struct PointColumns {
  std::vector<std::string> varying;
  nlohmann::ordered_json constants = nlohmann::ordered_json::object();  ///< value by name
};

/// In one pass over the table for each few hundred columns, in column order. Columns that are null
/// in all points are left out; `status` and `message`, the same in all, too.
PointColumns point_columns(Sqlite& database);

/// null, a number or a text.
nlohmann::ordered_json value_json(const SqliteStatement& row, int column);

}  // namespace drnn
