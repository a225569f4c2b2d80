#pragma once

#include <cstdint>
#include <string>

#include "model/blocks/cycle_engine.hpp"
#include "sim/formats/conformance_case.hpp"

namespace drnn {

/// How a case's recording and the model's run of it compare.
struct ConformanceResult {
  std::size_t words = 0;  ///< compared
  std::size_t words_differing = 0;
  std::size_t step_handshakes = 0;    ///< compared: first and last input and output of each step
  std::int64_t largest_cycles = 0;    ///< largest difference over them
  std::size_t columns_differing = 0;  ///< steps whose running total differs
  std::size_t beats_differing = 0;
  std::size_t fetches = 0;  ///< compared
  std::size_t fetch_addresses_differing = 0;
  std::size_t fetch_cycles_differing = 0;

  std::size_t handshakes() const { return step_handshakes + fetches; }
  bool equal() const;
};

/// Runs a recorded case in the conformance bench and compares it. Cycles count from the first input
/// handshake.
ConformanceResult check_conformance(const ConformanceCase& recorded, Engine engine);

/// One line without its end.
std::string to_line(const std::string& name, const ConformanceResult& result);

}  // namespace drnn
