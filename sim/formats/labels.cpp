#include "sim/formats/labels.hpp"

#include <limits>
#include <optional>
#include <string_view>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

namespace fs = std::filesystem;

fs::path canonical_path(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? fs::absolute(path).lexically_normal() : canonical;
}

/// Removes the first field from `rest`, with its comma. A field in double quotes may hold commas
/// and doubled quotes. nullopt where the quotes do not match.
std::optional<std::string> take_field(std::string_view& rest) {
  std::string field;
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size() && (quoted || rest[at] != ','); ++at) {
    if (rest[at] != '"') {
      field += rest[at];
    } else if (quoted && rest.substr(at + 1, 1) == "\"") {
      field += rest[++at];
    } else {
      quoted = !quoted;
    }
  }
  rest.remove_prefix(at);
  if (quoted) return std::nullopt;
  return std::string(trim(field));
}

/// The fields of a row; nullopt where the quotes do not match.
std::optional<std::vector<std::string>> fields_of(std::string_view row) {
  std::vector<std::string> fields;
  for (;;) {
    auto field = take_field(row);
    if (!field) return std::nullopt;
    fields.push_back(std::move(*field));
    if (row.empty()) return fields;
    row.remove_prefix(1);
  }
}

std::optional<int> parse_class(std::string_view text) {
  const auto value = parse_integer(text);
  if (!value || *value < 0 || *value > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(*value);
}

}  // namespace

Labels::Labels(const std::filesystem::path& csv) : csv_(csv) {
  const std::vector<std::string> lines = read_lines(csv);
  read_header(lines);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!trim(lines[i]).empty()) add_row(lines[i], i + 1);
  }
}

void Labels::read_header(const std::vector<std::string>& lines) {
  using Fields = std::vector<std::string>;
  const auto header = lines.empty() ? std::nullopt : fields_of(lines[0]);
  if (header == Fields{"file", "class"}) {
    kind_ = Kind::single_class;
  } else if (header != Fields{"file", "labels"}) {
    fail(1, "header '" + (lines.empty() ? "" : printable(lines[0])) +
                "'; allowed: file,labels or file,class");
  }
}

void Labels::add_row(const std::string& text, std::size_t line) {
  const auto fields = fields_of(text);
  if (!fields) fail(line, "a quote without its pair");
  if (fields->size() != 2) {
    fail(line, std::to_string(fields->size()) + " fields; allowed: 2");
  }
  const std::string& file = (*fields)[0];
  if (file.empty()) fail(line, "no file name");
  Row row{line, {}};
  for (const std::string_view word : split((*fields)[1], ' ')) {
    if (trim(word).empty()) continue;
    const auto label = parse_class(trim(word));
    if (!label) fail(line, "label '" + printable(word) + "'; allowed: whole numbers from 0");
    row.labels.push_back(*label);
  }
  if (kind_ == Kind::single_class && row.labels.size() != 1) {
    fail(line, std::to_string(row.labels.size()) + " classes; allowed: 1");
  }
  const auto [other, added] = rows_.emplace(names_.of(csv_.parent_path() / file), row);
  if (!added) {
    fail(line,
         "file '" + printable(file) + "' is also in line " + std::to_string(other->second.line));
  }
}

std::string CanonicalNames::of(const fs::path& file) {
  const fs::path name = file.filename();
  std::error_code ignored;
  if (name.empty() || name == "." || name == ".." || fs::is_symlink(file, ignored))
    return canonical_path(file).string();
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  auto known = folders_.find(folder);
  if (known == folders_.end()) known = folders_.emplace(folder, canonical_path(folder)).first;
  return (known->second / name).string();
}

const std::vector<int>& Labels::of(const std::filesystem::path& input, int classes,
                                   std::optional<int> blank) const {
  const auto found = rows_.find(names_.of(input));
  if (found == rows_.end()) {
    throw InputError(csv_.string() + ": no row for the input " + input.string());
  }
  for (const int label : found->second.labels) {
    if (label == blank)
      fail(found->second.line, "label " + std::to_string(label) + " is the blank");
    if (label < classes) continue;
    fail(found->second.line, "label " + std::to_string(label) +
                                 "; the network has the classes 0.." + std::to_string(classes - 1));
  }
  return found->second.labels;
}

void Labels::fail(std::size_t line, const std::string& reason) const {
  throw InputError(csv_.string() + ":" + std::to_string(line) + ": " + reason);
}

}  // namespace drnn
