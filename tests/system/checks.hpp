#pragma once

#include <cstdint>
#include <string>

#include "tests/support/system_case.hpp"

namespace drnn::test {

/// A fault in words, or nothing where `holds`.
inline std::string expect(bool holds, const std::string& what) {
  return holds ? "" : what + "; ";
}

inline std::string equal(std::uint64_t got, std::uint64_t expected, const std::string& what) {
  return expect(got == expected,
                what + ": " + std::to_string(got) + ", expected " + std::to_string(expected));
}

/// What the untimed cells compute and send for a case.
struct Untimed {
  std::vector<std::int16_t> outputs;
  std::uint64_t sent_x = 0, sent_h = 0, sent_bias = 0;
  std::uint64_t macs = 0;
  OverflowCounts overflows;
};
inline Untimed run_untimed(const SystemCase& c) {
  const QuantisedNetwork network = c.network();
  DeltaGruNetwork cells(network, c.numeric(), c.settings());
  Untimed result;
  for (const InputSequence& sequence : c.sequences()) {
    cells.reset();
    const std::vector<std::int16_t> words = sequence.words.all();
    for (std::uint64_t t = 0; t < sequence.steps; ++t) {
      const auto inputs = static_cast<std::size_t>(c.sizes[0]);
      const std::vector<std::int32_t> x(
          words.begin() + static_cast<std::ptrdiff_t>(t * inputs),
          words.begin() + static_cast<std::ptrdiff_t>((t + 1) * inputs));
      for (std::int32_t h : cells.step(x.data()))
        result.outputs.push_back(static_cast<std::int16_t>(h));
      for (std::size_t l = 0; l < cells.cells().size(); ++l) {
        const StepCounts& counts = cells.cells()[l].last_counts();
        result.sent_x += static_cast<std::uint64_t>(counts.fired_x);
        result.sent_h += static_cast<std::uint64_t>(counts.fired_h);
        result.sent_bias += static_cast<std::uint64_t>(counts.fired_bias);
        result.macs +=
            static_cast<std::uint64_t>(counts.fired_x + counts.fired_h + counts.fired_bias) * 3 *
            static_cast<std::uint64_t>(network.layers[l].hidden);
      }
    }
    result.overflows.add(cells.overflows());
  }
  return result;
}

/// Every number of two runs as text, to be compared and shown.
inline std::string describe(const RunStatistics& s) {
  std::string text;
  for (std::uint64_t v : {s.total_cycles,
                          s.load_cycles,
                          s.reset_cycles,
                          s.max_step_cycles,
                          s.steps,
                          s.elements_x,
                          s.elements_h,
                          s.sent_x,
                          s.sent_h,
                          s.columns_issued,
                          s.bias_columns_issued,
                          s.mac_operations,
                          s.units_activated,
                          s.accumulators_out_of_range,
                          s.conversions_out_of_range,
                          s.weight_read_bits,
                          s.state_read_bits,
                          s.state_written_bits,
                          s.accumulator_read_bits,
                          s.accumulator_written_bits,
                          s.ddr_read_bytes,
                          s.ddr_written_bytes,
                          s.host.driver_calls,
                          s.host.register_reads,
                          s.host.register_writes,
                          s.host.dma_transfers,
                          s.host.between_steps_cycles})
    text += std::to_string(v) + " ";
  for (const std::uint64_t cycles : s.causes) text += std::to_string(cycles) + " ";
  for (const BlockCauses& block : s.blocks) {
    text += "\n" + block.block + ":";
    for (const auto& entry : block.causes)
      text += " " + entry.cause + "=" + std::to_string(entry.cycles);
  }
  return text;
}

}  // namespace drnn::test
