#pragma once

#include <algorithm>
#include <cstdio>
#include <string>

#include "sim/formats/conformance_case.hpp"
#include "tests/edgedrnn/edge_case.hpp"
#include "tests/formats/temporary_folder.hpp"

namespace drnn::test {

/// Beats of `words` words of `digits` hexadecimal digits, the first word of a beat rightmost.
inline std::string hex_beats(const std::vector<std::int16_t>& values, int words, int digits) {
  std::string text;
  const auto per_line = static_cast<std::size_t>(words);
  for (std::size_t first = 0; first < values.size(); first += per_line) {
    for (std::size_t i = first + per_line; i > first; --i) {
      char buffer[8];
      const unsigned mask = digits == 2 ? 0xff : 0xffff;
      std::snprintf(buffer, sizeof buffer, "%0*X", digits,
                    static_cast<unsigned>(values[i - 1]) & mask);
      text += buffer;
    }
    text += "\n";
  }
  return text;
}

inline std::string config_text(const EdgeCase& c) {
  std::string sizes;
  for (int size : c.sizes) sizes += (sizes.empty() ? "" : " ") + std::to_string(size);
  const auto number = [&](std::size_t index) {
    return std::to_string(c.workload.registers.read(index));
  };
  return "key,value\nnum_pe," + std::to_string(c.num_pe) + "\nlayer_sizes,\"" + sizes +
         "\"\nthx_q8_8," + number(EdgeRegisters::kThetaX) + "\nthh_q8_8," +
         number(EdgeRegisters::kThetaH) + "\nsteps," + std::to_string(c.workload.steps) + "\n";
}

/// Writes a run of the model as if it had been recorded, all cycles later by `offset`.
inline void write_recording(const TemporaryFolder& folder, const std::string& name,
                            const EdgeCase& c, Cycle offset = 1000) {
  const IdealRecord record = IdealBench(c.config(), c.workload, Engine::stepped).run();
  std::string steps =
      "step,first_input_cycle,last_input_cycle,first_output_cycle,last_output_cycle,"
      "columns_fetched_total,weight_beats_total\n";
  for (std::size_t t = 0; t < record.steps.size(); ++t) {
    const StepHandshakes& s = record.steps[t];
    steps += std::to_string(t);
    for (Cycle cycle : {s.first_input, s.last_input, s.first_output, s.last_output})
      steps += "," + std::to_string(cycle + offset);
    steps += "," + std::to_string(s.columns) + "," + std::to_string(s.beats) + "\n";
  }
  std::string fetches = "cycle,byte_address\n";
  for (std::size_t i = 0; i < std::min(record.fetches.size(), kRecordedFetches); ++i)
    fetches += std::to_string(record.fetches[i].cycle + offset) + "," +
               std::to_string(record.fetches[i].address) + "\n";
  folder.write(name + "_config.csv", config_text(c));
  folder.write(name + "_stim.hex", hex_beats(c.workload.inputs, c.num_pe, 4));
  folder.write(name + "_params.hex", hex_beats(c.workload.weights, c.num_pe, 2));
  folder.write(name + "_out.hex", hex_beats(record.words, c.num_pe, 4));
  folder.write(name + "_steps.csv", steps);
  folder.write(name + "_fetches.csv", fetches);
}

/// A small case: K 4, 4 inputs, two layers of 8, 3 steps.
inline EdgeCase small_case() {
  RandomSource random(11);
  return edge_case(4, {4, 8, 8}, 2, 3, 3, random);
}

/// Replaces the first `from` of a file.
inline void replace_in(const std::filesystem::path& file, const std::string& from,
                       const std::string& to) {
  std::string bytes = bytes_of(file);
  const std::size_t at = bytes.find(from);
  if (at == std::string::npos) throw std::runtime_error("no '" + from + "' in " + file.string());
  std::ofstream(file, std::ios::binary) << bytes.replace(at, from.size(), to);
}

}  // namespace drnn::test
