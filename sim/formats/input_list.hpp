#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace drnn {

/// The feature files that --input arguments name, in their order. An argument is
///   F.npy   a feature file;
///   FOLDER  all *.npy in it (not below it), sorted by name in byte order;
///   LIST    any other file: text with one F.npy a line, relative to the list's folder; empty
///           lines and what follows a '#' at the start of a line or after a space are skipped.
/// Throws InputError naming the argument (and line) for what is missing or names no file.
std::vector<std::filesystem::path> expand_inputs(const std::vector<std::string>& arguments);

}  // namespace drnn
