#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn report`: the database of a sweep as a page. Returns the exit code; throws InputError.
int report_command(const std::vector<std::string>& arguments);

}  // namespace drnn
