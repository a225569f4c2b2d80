#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace drnn {

/// The paths by which files are known, whether or not they exist. That of a folder is found once,
/// because it takes a system call for each folder above.
class CanonicalNames {
 public:
  std::string of(const std::filesystem::path& file);

 private:
  std::map<std::filesystem::path, std::filesystem::path> folders_;
};

/// Reference labels of feature files: a CSV with one row a file; `file` is relative to the CSV's
/// folder. With the header `file,labels` a row has class indices separated by spaces (none is
/// allowed: a silent recording), with `file,class` exactly one.
class Labels {
 public:
  enum class Kind { labels, single_class };

  /// Throws InputError "FILE:LINE: reason", also for a file named twice.
  explicit Labels(const std::filesystem::path& csv);

  /// The class indices of `input`, compared by canonical path. Throws InputError where the CSV has
  /// no row for it, and "FILE:LINE: reason" for an index outside 0..classes-1 and for `blank`,
  /// which is no label.
  const std::vector<int>& of(const std::filesystem::path& input, int classes,
                             std::optional<int> blank = std::nullopt) const;

  Kind kind() const { return kind_; }
  std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    std::size_t line;  ///< from 1
    std::vector<int> labels;
  };

  void read_header(const std::vector<std::string>& lines);
  void add_row(const std::string& text, std::size_t line);
  [[noreturn]] void fail(std::size_t line, const std::string& reason) const;

  const std::filesystem::path csv_;
  Kind kind_ = Kind::labels;
  mutable CanonicalNames names_;
  std::map<std::string, Row> rows_;  ///< by canonical path
};

}  // namespace drnn
