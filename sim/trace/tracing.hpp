#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/trace/capture.hpp"
#include "sim/trace/trace_options.hpp"
#include "sim/trace/waveform.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// The files that will be written, each with the option that names it.
std::vector<std::pair<std::string, std::string>> files_of(const TraceOptions& options);

/// What is recorded of one run of an elaborated design: made before it, finished behind it, its
/// files given their names by commit(). Throws InputError for what does not exist in the design,
/// before anything is simulated.
class Tracing {
 public:
  /// steps: of all sequences.
  Tracing(const TraceOptions& options, ZynqSystem& system, std::uint64_t period_ps,
          std::uint64_t steps);

  /// The run is over. Returns what the user should know, or nothing.
  std::optional<std::string> finish();
  void commit();

 private:
  SignalTable table_;
  const bool triggered_;
  std::optional<Waveform> waveform_;
  std::optional<Capture> capture_;
};

}  // namespace drnn
