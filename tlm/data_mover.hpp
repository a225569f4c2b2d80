#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/ring.hpp"
#include "model/blocks/stream_fifo.hpp"
#include "tlm/beat_fifo.hpp"
#include "tlm/burst_queue.hpp"
#include "tlm/burst_splitter.hpp"
#include "tlm/data_mover_command.hpp"
#include "tlm/memory_port.hpp"

namespace drnn {

/// Widths, limits and latencies of an AXI DataMover, MM2S; cycles of its clock.
struct DataMoverConfig {
  /// 64-bit port and 16-beat bursts: S_AXI_HP is AXI3 [published: UG585]. The DataMover's own
  /// longest burst, 256 beats in EdgeDRNN [rtl], is cut down to that on the way.
  BurstShape burst{8, 16};
  int stream_bytes = 8;   ///< a beat of the output; EdgeDRNN's K weights of a byte [rtl]
  int command_depth = 4;  ///< default of C_MM2S_STSCMD_FIFO_DEPTH, which allows 1 to 16 [published]
  /// Bursts of the port that are under way or not yet streamed. The store-and-forward buffer takes
  /// six requests (PG022) of 256 beats, 16 bursts each [derived]. Without it the address pipe of 3
  /// requests, C_MM2S_ADDR_PIPE_DEPTH, sets the limit: 48.
  int outstanding_bursts = 96;
  int command_latency_cycles = 8;  ///< command to arvalid [published: PG022]
  bool store_and_forward = true;   ///< C_MM2S_INCLUDE_SF's default [published]
  int packet_gap_cycles = 2;       ///< tlast to the next packet's tvalid [published: PG022]

  /// rvalid to tvalid [published: PG022].
  int stream_latency_cycles() const { return store_and_forward ? 3 : 1; }
};

using CommandFifo = StreamFifo<DataMoverCommand>;

/// AXI DataMover, memory to stream (MM2S): commands in, beats and a status a command out, all in
/// the order of the commands.
///
/// Timing contract. The command queue is a FIFO of `command_depth` entries; a command leaves it in
/// the cycle that issues its first burst [U], so those that wait for that count towards the depth.
/// A command pushed in cycle c has its first burst issued in c + `command_latency_cycles` at the
/// earliest; a burst is issued every cycle while fewer than `outstanding_bursts` are under way or
/// not yet streamed, first all of one command, then those of the next. A data beat that is visible
/// at the port in cycle c can be part of an output beat pushed stream_latency_cycles() later. One
/// output beat is pushed a cycle, when all its bytes are there and the FIFO had room at the cycle's
/// start; the first after a beat with `last` no sooner than `packet_gap_cycles` after it. PG022
/// measures the gap with tlast; between commands without EOF there is none [U]. A command's status
/// is known in the cycle that pushes its last beat.
///
/// The address need not be aligned: a command's first byte is the first of an output beat. A burst
/// with an error is streamed like any other; the status of its command tells. A command of 0 bytes
/// only gives its status (internal error), in its turn and after its latency. FIXED addresses are
/// not modelled: SimulationError.
///
/// While the beats of a command follow one another, one a cycle, it sleeps except where a burst
/// ends or is issued.
///
/// Causes: busy (a burst issued, bytes taken from the port or a beat pushed), memory_wait, pipeline
/// (the latencies, the packet gap), stream_full, idle.
class DataMover : public ClockedBlock {
 public:
  enum class Cause { busy, memory_wait, pipeline, stream_full, idle };

  /// commands: of config.command_depth entries. Throws SimulationError where stream_bytes is wider
  /// than a StreamBeat.
  DataMover(const DataMoverConfig& config, MemoryPort& port, CommandFifo& commands,
            BeatFifo& output);

  /// Called with each command's status in the cycle that completes the command.
  void on_status(std::function<void(const DataMoverStatus&)> hook) { report_ = std::move(hook); }
  /// The status of the command completed last, and how many have completed, how many not okay.
  const std::optional<DataMoverStatus>& last_status() const { return last_status_; }
  std::uint64_t completed() const { return completed_; }
  std::uint64_t failed() const { return failed_; }

  void evaluate(Cycle now) override;
  bool commit() override { return changed_; }
  bool acts_asleep() const override { return true; }
  void catch_up(Cycle now) override;
  Cycle next_event() const override;
  void probe(Signals& signals) const override;
  std::string describe() const override;

 private:
  /// A command of which a burst has been issued.
  struct Active {
    std::uint64_t ungathered = 0;  ///< bytes not yet in an output beat
    bool end_of_frame = false;
    DataMoverStatus status;
  };

  std::size_t commands_under_way() const { return active_.size(); }
  std::size_t bursts_under_way() const { return bursts_.size(); }
  void note_arrivals(Cycle now);
  bool command_due(Cycle now) const;
  bool issue(Cycle now);
  void take_command();
  bool gather(Cycle now);
  std::size_t gather_from_front(Cycle now);
  bool beat_complete() const;
  bool emit(Cycle now);
  bool complete_front();
  void act(Cycle now);
  void keep_flowing(Cycle now);
  bool announce(Cycle now);
  Cycle flow_event() const;
  Cause waiting_for(Cycle now) const;
  void book(Cause cause);

  const DataMoverConfig config_;
  const Cycle command_latency_;
  const Cycle stream_latency_;
  const Cycle packet_gap_;
  CommandFifo& commands_;
  BeatFifo& output_;
  std::function<void(const DataMoverStatus&)> report_;

  Ring<Cycle> arrivals_;  ///< of the commands in the queue: the cycles that pushed them
  Ring<Active> active_;
  BurstSplitter splitter_;  ///< of the command whose bursts are being issued
  BurstQueue bursts_;
  std::size_t front_offset_ = 0;  ///< bytes of the front burst already gathered
  StreamBeat beat_;               ///< being gathered
  Cycle gap_end_ = 0;
  Cycle now_ = 0;
  bool changed_ = false;
  bool announced_ = false;  ///< beats that follow that of the last evaluated cycle
  Cycle done_ = 0;          ///< the first cycle that has not been dealt with
  Cause booked_ = Cause::idle;
  std::optional<DataMoverStatus> last_status_;
  std::uint64_t completed_ = 0;
  std::uint64_t failed_ = 0;
};

}  // namespace drnn
