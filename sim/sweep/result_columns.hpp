#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace drnn {

/// A run's statistics as a flat object: the keys of nested objects are joined by dots
/// ("cycles.total"), a parameter is its value alone ("config.delta.lanes").
///
/// Left out is what is no column: lists; the tables and published figures behind energy and
/// resources, and units, tags and sources of parameters, which any `drnn run` prints; names of
/// files, which may be paths.
nlohmann::ordered_json flattened(const nlohmann::ordered_json& statistics);

/// Puts the entries of `more`, whose keys the row does not have, behind its own.
void append(nlohmann::ordered_json& row, nlohmann::ordered_json more);

/// The order of a table's columns, which follows from their names alone, so that it does not depend
/// on the order of points: point, status, message, axes; statistics by section as they stand in the
/// JSON, within a section by name; parameters as they are declared.
bool column_less(const std::string& a, const std::string& b);
std::vector<std::string> in_column_order(const std::vector<std::string>& columns);

}  // namespace drnn
