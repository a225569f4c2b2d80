#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/trace/trace_event_writer.hpp"
#include "tlm/tlm_memory_port.hpp"

namespace drnn {

/// The AXI bursts of the window as slices, from the address to the end of the answer (a read's last
/// beat, a write's response), and the bandwidth of each port. Bursts of a port that overlap are on
/// different tracks.
class BurstSlices {
 public:
  using Burst = TlmMemoryPort::Answered;

  /// first_track: the tracks from here on are free. port_bytes: of a data beat.
  BurstSlices(TraceEventWriter& writer, int first_track, std::uint64_t period_ps,
              std::uint64_t port_bytes);

  void add(const std::string& port, const Burst& burst);
  /// Writes those that lie in the cycles from `begin` to before `end`.
  void write(Cycle begin, Cycle end);

 private:
  /// Cycles over which a bandwidth is taken.
  static constexpr Cycle kBucketCycles = 64;

  Cycle end_of(const Burst& burst) const;
  void write_port(const std::string& port, const std::vector<Burst>& bursts);
  void write_slice(int track, const Burst& burst);
  void write_bandwidth(const std::string& port, const std::vector<Burst>& bursts, Cycle begin,
                       Cycle end);

  TraceEventWriter& writer_;
  int next_track_;
  const std::uint64_t period_ps_, port_bytes_;
  std::map<std::string, std::vector<Burst>> ports_;
};

}  // namespace drnn
