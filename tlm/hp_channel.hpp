#pragma once

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <systemc>
#include <tlm>

namespace drnn {

/// Widths and limits of an HP port, and its way to the DDR interface.
struct HpConfig {
  std::uint64_t period_ps = 8000;  ///< of the port's clock
  std::uint32_t port_bytes = 8;
  std::uint32_t burst_beats = 16;  ///< longest burst, AXI3
  std::uint32_t fifo_bytes = 1024;
  std::uint32_t outstanding_bursts = 8;
  std::uint64_t request_ps = 0;   ///< from the port's address handshake to the DDR interface
  std::uint64_t response_ps = 0;  ///< and back; this part is the memory's to add
};

/// One direction of an S_AXI_HP port: address and data channel, 1 KB FIFO, outstanding limit.
///
/// Timing contract. A request is accepted (END_REQ) one port cycle after the one before at the
/// earliest, when fewer than `outstanding_bursts` are under way and the FIFO has room for its data.
/// A read goes to the DDR interface at once, and its room in the FIFO is kept until its last beat
/// has left (END_RESP); a write goes when its last beat has come, one beat a cycle, and its room is
/// kept until it is answered. A read's response (BEGIN_RESP) is its first beat; beats of successive
/// bursts follow one another without overlap, in the order of the answers, and begin at clock
/// edges.
/// Bursts longer than `burst_beats` or across a 4 KB boundary are refused with a burst error, byte
/// enables with a byte enable error; both answers come after the way to the DDR interface and back.
class HpChannel : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<HpChannel> master;
  tlm_utils::simple_initiator_socket<HpChannel> memory;

  HpChannel(const sc_core::sc_module_name& name, const HpConfig& config);

  /// Cycles in which a beat was on the data channel.
  std::uint64_t beats() const { return beats_; }
  void clear_statistics() { beats_ = 0; }
  /// Requests that are accepted and not ended; 0 when nothing is under way.
  std::size_t outstanding() const { return outstanding_ - released_by(sc_core::sc_time_stamp()); }

 private:
  /// Room in the FIFO that is given back.
  struct Release {
    sc_core::sc_time time;
    std::uint32_t bytes;
  };

  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  unsigned transport_dbg(tlm::tlm_generic_payload& payload) {
    return memory->transport_dbg(payload);
  }

  bool has_room(std::uint32_t bytes) const;
  void retire_releases(const sc_core::sc_time& time);
  std::size_t released_by(const sc_core::sc_time& time) const;
  /// Returns the time of the answer if the burst is refused.
  std::optional<sc_core::sc_time> accept(tlm::tlm_generic_payload& payload,
                                         const sc_core::sc_time& at);
  std::optional<sc_core::sc_time> forward(tlm::tlm_generic_payload& payload,
                                          const sc_core::sc_time& at);
  tlm::tlm_response_status check(const tlm::tlm_generic_payload& payload) const;
  void accept_waiting();
  void arm();
  void respond(tlm::tlm_generic_payload& payload, const sc_core::sc_time& at);
  void release(const tlm::tlm_generic_payload& payload, const sc_core::sc_time& at);

  std::uint64_t beats_of(const tlm::tlm_generic_payload& payload) const;
  sc_core::sc_time cycles(std::uint64_t count) const {
    return sc_core::sc_time::from_value(count * period_.value());
  }
  sc_core::sc_time edge_from(const sc_core::sc_time& time) const;

  const HpConfig config_;
  const sc_core::sc_time period_, request_, response_;
  sc_core::sc_time next_request_, channel_free_;
  std::size_t outstanding_ = 0;
  std::uint32_t fifo_used_ = 0;
  std::deque<Release> releases_;                 ///< known, in order of time
  tlm::tlm_generic_payload* waiting_ = nullptr;  ///< asked for, not accepted
  sc_core::sc_event room_;
  std::uint64_t beats_ = 0;
};

}  // namespace drnn
