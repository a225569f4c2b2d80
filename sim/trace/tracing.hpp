#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/trace/capture.hpp"
#include "sim/trace/timeline.hpp"
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
  /// steps: of all sequences. The network is that of the run.
  Tracing(const TraceOptions& options, ZynqSystem& system, const Parameters& parameters,
          const QuantisedNetwork& network, std::uint64_t steps);

  /// The run is over. Returns what the user should know, or nothing.
  std::optional<std::string> finish();
  void commit();

 private:
  SignalTable table_;
  const bool triggered_;
  std::optional<Waveform> waveform_;
  std::optional<AtomicFile> timeline_file_;
  std::optional<Timeline> timeline_;
  std::optional<Capture> capture_;
};

}  // namespace drnn
