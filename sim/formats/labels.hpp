#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace drnn {

/// Reference labels of feature files: a CSV with the header `file,labels`, one row a file; `file`
/// is relative to the CSV's folder, `labels` are class indices separated by spaces (none is
/// allowed: a silent recording).
class Labels {
 public:
  /// Throws InputError "FILE:LINE: reason", also for a file named twice.
  explicit Labels(const std::filesystem::path& csv);

  /// The class indices of `input`, compared by canonical path. Throws InputError where the CSV has
  /// no row for it, and "FILE:LINE: reason" for an index outside 0..classes-1.
  const std::vector<int>& of(const std::filesystem::path& input, int classes) const;

  std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    std::size_t line;  ///< from 1
    std::vector<int> labels;
  };

  void add_row(const std::string& text, std::size_t line);
  [[noreturn]] void fail(std::size_t line, const std::string& reason) const;

  const std::filesystem::path csv_;
  std::map<std::string, Row> rows_;  ///< by canonical path
};

}  // namespace drnn
