#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drnn {

/// The known name with the least edit distance.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace drnn
