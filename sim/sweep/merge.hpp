#pragma once

#include <string>
#include <vector>

namespace drnn {

/// Joins the databases of all shards of a sweep into a new one at `path`, which appears when it is
/// complete: the same as that of the sweep in one piece. Throws InputError where a part is of
/// another sweep, is there twice, is missing or lacks points.
void merge_databases(const std::string& path, const std::vector<std::string>& parts);

}  // namespace drnn
