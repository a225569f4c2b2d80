#pragma once

#include <string>
#include <vector>

#include "tests/ddr/jedec_rules.hpp"

namespace drnn::test {

/// What is wrong with a stream of commands to `device`: the first fault, or nothing. Checks every
/// pair of commands, the states of the banks, the data bus and the dates of the refreshes.
std::string first_fault(const std::vector<DdrIssued>& commands, const DdrDevice& device);

/// Clocks before `end` in which at least one row was open, counted one by one.
DdrClock active_clocks(const std::vector<DdrIssued>& commands, const DdrDevice& device,
                       DdrClock end);

std::string to_text(const DdrIssued& command);

}  // namespace drnn::test
