#include "sim/formats/input_list.hpp"

#include <algorithm>
#include <string_view>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtension = ".npy";

std::vector<fs::path> in_folder(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  fs::directory_iterator entries(folder, error);
  if (error) throw InputError("cannot read " + folder.string() + ": " + error.message());
  for (const fs::directory_entry& entry : entries) {
    const bool hidden = entry.path().filename().string()[0] == '.';
    if (entry.path().extension() == kExtension && !hidden && entry.is_regular_file(error)) {
      files.push_back(entry.path());
    }
  }
  if (files.empty()) throw InputError(folder.string() + ": no *.npy file in this folder");
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    return a.filename().string() < b.filename().string();
  });
  return files;
}

/// `line` without its comment: a file name may hold '#', but not after a space.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  }
  return line;
}

fs::path list_entry(const fs::path& list, std::size_t line, std::string_view text) {
  const std::string where = list.string() + ":" + std::to_string(line) + ": ";
  const fs::path file = list.parent_path() / fs::path(std::string(text));
  if (file.extension() != kExtension) {
    throw InputError(where + "'" + printable(text) + "'; allowed: one .npy file a line");
  }
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    throw InputError(where + "'" + printable(text) + "': no such file");
  }
  return file;
}

std::vector<fs::path> in_list(const fs::path& list) {
  const std::vector<std::string> lines = read_lines(list);
  std::vector<fs::path> files;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view text = trim(without_comment(lines[i]));
    if (!text.empty()) files.push_back(list_entry(list, i + 1, text));
  }
  if (files.empty()) throw InputError(list.string() + ": the list names no .npy file");
  return files;
}

std::vector<fs::path> expand(const fs::path& argument) {
  std::error_code error;
  if (!fs::exists(argument, error)) {
    throw InputError("cannot read " + argument.string() + ": no such file or folder");
  }
  if (fs::is_directory(argument, error)) return in_folder(argument);
  if (argument.extension() == kExtension) return {argument};
  return in_list(argument);
}

}  // namespace

std::vector<fs::path> expand_inputs(const std::vector<std::string>& arguments) {
  std::vector<fs::path> files;
  for (const std::string& argument : arguments) {
    const std::vector<fs::path> more = expand(argument);
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

}  // namespace drnn
