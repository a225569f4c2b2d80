#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace drnn {

/// What each case measures; one process a case, because SystemC elaborates once a process. Rates
/// are medians of repetitions in turns, so that what disturbs one disturbs the others.
struct BenchEffort {
  double min_seconds = 1;    ///< measured for each of the things compared
  std::int64_t steps = 120;  ///< of each sequence of the default workload
};

/// native_columns_per_s; cycles_per_s of the whole system, ideal_memory_cycles_per_s of it with an
/// ideal memory in the place of DDR3 controller and HP ports, and plain_cycles_per_s of the
/// accelerator alone.
nlohmann::ordered_json bench_drnn(const BenchEffort& effort);

/// native_columns_per_s, cycles_per_s of EdgeDRNN with the ideal weight server, and of the whole
/// system with the same sequence system_cycles_per_s and, with an ideal memory in the place of DDR3
/// controller and HP ports, ideal_memory_cycles_per_s.
nlohmann::ordered_json bench_edgedrnn(const BenchEffort& effort);

/// start_s: from nothing loaded to the first simulated cycle of the default run.
nlohmann::ordered_json bench_first_cycle();

/// Simulates so many steps of each sequence once; the caller measures the process.
nlohmann::ordered_json bench_memory(std::int64_t steps);

}  // namespace drnn
