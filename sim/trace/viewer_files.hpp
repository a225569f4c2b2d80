#pragma once

#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"

namespace drnn {

/// A GTKWave translate filter file: the name of each state by its code as two hexadecimal digits.
std::string translation_text(const SignalTable& table);

/// A GTKWave save file: every shown signal but details, scope after scope, states by their names.
/// The two files are named as seen from the save file's folder.
std::string save_file_text(const SignalTable& table, const std::vector<std::size_t>& shown,
                           const std::string& dump_file, const std::string& translation_file);

}  // namespace drnn
