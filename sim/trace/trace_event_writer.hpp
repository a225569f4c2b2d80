#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Writes the Trace Event Format, which ui.perfetto.dev and chrome://tracing open: one process, a
/// thread a track, an event a line. Times are microseconds of simulated time; every slice and
/// counter has its cycle among its arguments. Names must need no escapes.
class TraceEventWriter {
 public:
  using Arguments = std::vector<std::pair<std::string, std::string>>;  ///< values as JSON
  enum class Flow : char { start = 's', step = 't', finish = 'f' };

  TraceEventWriter(std::ostream& out, std::uint64_t period_ps);

  /// Names a track; tracks are shown in the order of their numbers.
  void track(int number, const std::string& name);
  /// From the begin of one cycle to the begin of another.
  void slice(int track, const std::string& name, Cycle begin, Cycle end,
             const Arguments& arguments);
  /// The value that a counter has from this cycle on.
  void counter(const std::string& name, const std::string& unit, Cycle cycle, std::uint64_t value);
  /// One end or the middle of an arrow, in the middle of a cycle, so that it lies within the slice
  /// of the track there.
  void flow(Flow phase, std::uint64_t id, int track, Cycle cycle);
  /// The end of the file.
  void end();

 private:
  void metadata(const std::string& name, int track, const std::string& argument);
  void event(const std::string& fields);

  std::ostream& out_;
  const std::uint64_t period_ps_;
  bool first_ = true;
};

/// Picoseconds as microseconds, exactly.
std::string microseconds(std::uint64_t ps);

}  // namespace drnn
