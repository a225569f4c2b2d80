#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/trace/systemc_writer.hpp"
#include "sim/trace/trace_options.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace drnn {

/// Beside FILE.vcd: the GTKWave save file and the names of the states.
std::string save_file_of(const std::string& vcd);
std::string translation_file_of(const std::string& vcd);
/// A waveform that goes to a device has no files beside it.
bool has_files_beside(const std::string& vcd);

/// The files of one waveform. They appear with commit(), all complete.
class Waveform {
 public:
  Waveform(const TraceOptions& options, SignalTable& table, std::uint64_t period_ps);

  TraceConsumer& consumer();
  /// Nothing more will come. first: the first cycle shown.
  void finish(Cycle first);
  void commit();

 private:
  void write_beside(Cycle first);

  const std::string path_;
  const std::uint64_t period_ps_;
  const SignalTable& table_;
  const std::vector<std::size_t> shown_;
  AtomicFile file_;
  std::optional<AtomicFile> save_file_, translation_;
  std::optional<VcdWriter> own_;
  std::optional<SystemcWriter> systemc_;
};

}  // namespace drnn
