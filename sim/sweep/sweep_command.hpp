#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn sweep`: runs a grid of points into a database. Returns the exit code: 1 where points
/// failed.
int sweep_command(const std::vector<std::string>& arguments);

/// `drnn merge`: joins the databases of shards. Returns the exit code.
int merge_command(const std::vector<std::string>& arguments);

}  // namespace drnn
