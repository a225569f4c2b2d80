#include "sim/trace/viewer_files.hpp"

#include <set>

#include "sim/trace/scope_order.hpp"

namespace drnn {

namespace {

// Trace flags of GTKWave's save files (its manual calls them @ lines), hexadecimal.
constexpr const char* kComment = "@200";
constexpr const char* kBinary = "@28";
constexpr const char* kDecimal = "@24";
constexpr const char* kSignedDecimal = "@420";
constexpr const char* kTranslatedDecimal = "@2024";

constexpr std::uint64_t kCyclesIn200Pixels = 8;

const char* format_of(Signal::Kind kind) {
  switch (kind) {
    case Signal::Kind::flag:
      return kBinary;
    case Signal::Kind::number:
      return kDecimal;
    case Signal::Kind::signed_number:
      return kSignedDecimal;
    case Signal::Kind::state:
      return kTranslatedDecimal;
  }
  return kBinary;
}

/// The zoom is the power of two of the time units in 200 pixels; behind it the marker, which is
/// off.
std::string zoom(const SaveFileView& view) {
  int exponent = 0;
  while (std::uint64_t{1} << exponent < kCyclesIn200Pixels * view.period_ps) ++exponent;
  return "*-" + std::to_string(exponent) + ".000000 -1\n";
}

/// The scopes that hold others are shown open.
std::string open_scopes(const std::set<std::string>& scopes) {
  std::set<std::string> outer;
  for (const std::string& scope : scopes)
    for (std::size_t dot = scope.find('.'); dot != std::string::npos;
         dot = scope.find('.', dot + 1))
      outer.insert(scope.substr(0, dot));
  std::string text;
  for (const std::string& scope : outer) text += "[treeopen] " + scope + ".\n";
  return text;
}

std::string trace_line(const SignalTable::Entry& entry, const std::string& translation_file) {
  std::string text = std::string(format_of(entry.kind)) + "\n";
  if (entry.kind == Signal::Kind::state) text += "^1 " + translation_file + "\n";
  text += entry.full_name();
  if (entry.bits > 1) text += "[" + std::to_string(entry.bits - 1) + ":0]";
  return text + "\n";
}

}  // namespace

std::string translation_text(const SignalTable& table) {
  std::string text = "Name = drnn\nBits = " + std::to_string(SignalTable::kStateBits) + "\n";
  for (std::size_t code = 0; code < table.state_names().size(); ++code)
    text += std::to_string(code) + " " + table.state_names()[code] + "\n";
  return text;
}

std::string save_file_text(const SignalTable& table, const std::vector<std::size_t>& shown,
                           const SaveFileView& view) {
  std::set<std::string> scopes;
  std::string traces;
  for (const std::size_t index : in_scope_order(table, shown)) {
    const SignalTable::Entry& entry = table.entries()[index];
    if (entry.detail) continue;
    if (scopes.insert(entry.scope).second)
      traces += std::string(kComment) + "\n-" + entry.scope + "\n";
    traces += trace_line(entry, view.translation_file);
  }
  return "[dumpfile] \"" + view.dump_file + "\"\n[timestart] " + std::to_string(view.begin_ps) +
         "\n[size] 1600 1000\n" + zoom(view) + open_scopes(scopes) + traces;
}

}  // namespace drnn
