#pragma once

#include <nlohmann/json.hpp>

#include "sim/bench/bench_cases.hpp"

namespace drnn {

/// Points a second of `drnn sweep` on two processes, wall time, start and database included: of
/// 1000 steps of a GRU 16x32, and for orientation of one of 40x256; where the hardware varies,
/// which share the pattern of deltas, and where the thresholds do, which share the hardware.
/// Medians.
nlohmann::ordered_json bench_sweeps(const BenchEffort& effort);

}  // namespace drnn
