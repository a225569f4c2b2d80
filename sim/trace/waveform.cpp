#include "sim/trace/waveform.hpp"

#include <filesystem>

#include "sim/trace/signal_selection.hpp"
#include "sim/trace/viewer_files.hpp"

namespace drnn {

namespace {

std::string beside(const std::string& vcd, const char* extension) {
  std::filesystem::path path(vcd);
  if (path.extension() == ".vcd") path.replace_extension();
  path += extension;
  return path.string();
}

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

}  // namespace

std::string save_file_of(const std::string& vcd) {
  return beside(vcd, ".gtkw");
}

std::string translation_file_of(const std::string& vcd) {
  return beside(vcd, ".states.txt");
}

bool has_files_beside(const std::string& vcd) {
  std::error_code error;
  return !std::filesystem::is_character_file(vcd, error) && !std::filesystem::is_fifo(vcd, error);
}

Waveform::Waveform(const TraceOptions& options, SignalTable& table, std::uint64_t period_ps)
    : path_(*options.vcd),
      period_ps_(period_ps),
      table_(table),
      shown_(select_signals(table, options.scopes)),
      file_(path_) {
  for (const std::size_t index : shown_) table.watch(index);
  if (has_files_beside(path_)) {
    save_file_.emplace(save_file_of(path_));
    translation_.emplace(translation_file_of(path_));
  }
  if (options.writer == TraceOptions::Writer::own) {
    own_.emplace(file_.stream(), table_, shown_, period_ps);
  } else {
    systemc_.emplace(path_, table_, shown_);
  }
}

TraceConsumer& Waveform::consumer() {
  if (own_) return *own_;
  return *systemc_;
}

void Waveform::finish(Cycle first) {
  if (systemc_) systemc_->finish(file_.stream());
  if (save_file_) write_beside(first);
}

void Waveform::write_beside(Cycle first) {
  const SaveFileView view{file_name(path_), file_name(translation_file_of(path_)),
                          first * period_ps_, period_ps_};
  save_file_->stream() << save_file_text(table_, shown_, view);
  translation_->stream() << translation_text(table_);
}

void Waveform::commit() {
  if (translation_) translation_->commit();
  if (save_file_) save_file_->commit();
  file_.commit();
}

}  // namespace drnn
