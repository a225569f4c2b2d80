#pragma once

#include <ostream>

#include "sim/sweep/sqlite.hpp"

namespace drnn {

/// The table `points` as CSV (RFC 4180, but lines end in a line feed), in grid order, a row at a
/// time: a header of column names; nothing for null; numbers so that they read back exactly.
void write_csv(std::ostream& out, Sqlite& database);

}  // namespace drnn
