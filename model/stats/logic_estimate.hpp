#pragma once

#include <string>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/stats/memory_plan.hpp"

namespace drnn {

/// LUTs and flip-flops of one part of the design.
struct LogicPart {
  std::string name;
  std::int64_t luts = 0;
  std::int64_t flip_flops = 0;
};

/// An estimate [U], of structure alone: nothing was placed, and no tool's optimisation is in it.
///
/// Rules, of 6-input LUTs: an adder, subtractor or comparator takes a LUT a bit; a selection of one
/// of n bits (n-1)/3, rounded up; a comparison with a constant a LUT for each 5 bits; memories
/// what memory_luts_for() says and registers their bits. A range-addressed table of F fraction bits
/// has 2^F + 1 ranges (sigmoid) or 2^(F+1) + 1 (tanh), as many as the authors' tables have. AXI
/// engines are fixed sums, remembered from vendor cores.
///
/// Not in it: the sequencers' state machines, AXI interconnect, control of the block RAMs,
/// replicated registers.
std::vector<LogicPart> logic_of(const Parameters& parameters, const std::vector<Memory>& memories);

}  // namespace drnn
