#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn conform`: runs every recorded case of a folder on the EdgeDRNN model and compares words
/// and cycles. Returns the exit code: 1 where anything differs.
int conform_command(const std::vector<std::string>& arguments);

}  // namespace drnn
