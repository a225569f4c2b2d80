#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tlm/ddr/ddr_device.hpp"
#include "tlm/ddr/trace_replay.hpp"

namespace drnn::test {

/// A memory trace that a seed decides.
struct TracePattern {
  const char* name;
  std::vector<TraceRequest> (*make)(const DdrDevice& device, std::uint64_t seed, int requests);
};

const std::vector<TracePattern>& trace_patterns();

/// The pattern of that name; throws std::invalid_argument if there is none.
const TracePattern& trace_pattern(const std::string& name);

}  // namespace drnn::test
