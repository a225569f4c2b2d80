#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"

namespace drnn {

/// The name of each state by its code in decimal digits: a translate filter file of GTKWave, and,
/// with the two lines at its begin, which match no value there, a mapping of Surfer.
std::string translation_text(const SignalTable& table);

/// What a save file says of its waveform.
struct SaveFileView {
  std::string dump_file, translation_file;  ///< as seen from the save file's folder
  std::uint64_t begin_ps = 0;
  std::uint64_t period_ps = 0;
};

/// A GTKWave save file: every shown signal but details, scope after scope, states by their names;
/// opened at the begin, zoomed so that single cycles can be told.
std::string save_file_text(const SignalTable& table, const std::vector<std::size_t>& shown,
                           const SaveFileView& view);

}  // namespace drnn
