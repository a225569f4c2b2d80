#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace drnn {

/// One recorded time step of an EdgeDRNN accelerator.
struct RecordedStep {
  std::int64_t first_input = 0;  ///< cycles of handshakes; only differences count
  std::int64_t last_input = 0;
  std::int64_t first_output = 0;
  std::int64_t last_output = 0;
  std::int64_t columns = 0;  ///< fetched since the reset
  std::int64_t beats = 0;    ///< of weights, since the reset
};

/// One recorded weight command.
struct RecordedFetch {
  std::int64_t cycle = 0;
  std::int64_t address = 0;  ///< bytes
};

/// The first so many commands of a run are recorded.
constexpr std::size_t kRecordedFetches = 200;

/// One recorded run: what the accelerator was given, and what it did.
struct ConformanceCase {
  std::string name;
  int num_pe = 0;
  std::vector<int> sizes;  ///< inputs padded to a multiple of num_pe, then the units of each layer
  std::uint32_t theta_x = 0;  ///< Q8.8
  std::uint32_t theta_h = 0;  ///< Q8.8
  std::size_t steps = 0;
  std::vector<std::int16_t> inputs;   ///< at least (steps, sizes[0])
  std::vector<std::int16_t> weights;  ///< one value a byte of the weight memory
  std::vector<std::int16_t> outputs;  ///< (steps, units of the last layer)
  std::vector<RecordedStep> recorded_steps;
  std::vector<RecordedFetch> recorded_fetches;
};

/// Every NAME_config.csv of a folder, sorted. Throws InputError where there is none.
std::vector<std::filesystem::path> conformance_configs(const std::filesystem::path& folder);

/// Reads a case from its NAME_config.csv and the files beside it:
///   NAME_config.csv   rows key,value: num_pe, layer_sizes, thx_q8_8, thh_q8_8, steps, and stim and
///                     params where those files are not NAME_stim.hex and NAME_params.hex
///   NAME_stim.hex     a beat of num_pe 16-bit words a line, the rightmost first
///   NAME_params.hex   a beat of num_pe 8-bit weights a line, the rightmost first
///   NAME_out.hex      as the stimulus
///   NAME_steps.csv, NAME_fetches.csv   the columns of RecordedStep and RecordedFetch
/// Throws InputError "FILE:LINE: what; allowed: ..." or "cannot read FILE: reason".
ConformanceCase read_conformance_case(const std::filesystem::path& config);

}  // namespace drnn
